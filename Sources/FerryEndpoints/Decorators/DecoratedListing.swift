internal import FerryCore

/// A listing whose pages are pulled through a decorator.
final class DecoratedListing: Listing {
    private let base: any Listing
    private let directory: RelativePath
    private let decorator: any EndpointDecorator

    init(_ base: any Listing, of directory: RelativePath, by decorator: any EndpointDecorator) {
        self.base = base
        self.directory = directory
        self.decorator = decorator
    }

    var continues: Bool { base.continues }

    func next() throws(EndpointError) -> [ListedItem]? {
        try decorator.around(.nextEntries, directory) { () throws(EndpointError) in try base.next() }
    }

    func cancel() { base.cancel() }
}
