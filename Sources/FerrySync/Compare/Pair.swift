package import FerryCore

/// A name, and what each side has under it. At least one of the two is there.
package struct Pair: Sendable {
    package var source: SourceItem?
    package var destination: Entry?

    package init(source: SourceItem?, destination: Entry?) {
        self.source = source
        self.destination = destination
    }
}
