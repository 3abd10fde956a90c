public import FerryCore

/// What a `DirectoryWalk` is made of: an endpoint that can list one directory at a time. Called from many threads.
public protocol DirectorySource: Sendable {
    /// The location as the user knows it, for messages.
    var location: String { get }

    /// Everything in one directory, in any order, without `.` and `..`. Symlinks come as `links` presents
    /// them. Throws when the directory cannot be listed whole.
    func items(
        of directory: RelativePath, links: ListingRequest.LinkPolicy
    ) throws(EndpointError) -> [ListedItem]

    /// Where a directory really lies, with no symlink on the way: how a walk that follows symlinks notices that one
    /// leads back to a directory above it. Not asked otherwise.
    func realPath(of directory: RelativePath) throws(EndpointError) -> [UInt8]

    /// Where walks note what killed runs left; nil where nothing is ever written.
    var littered: LitteredDirectories? { get }
}

extension DirectorySource {
    public var littered: LitteredDirectories? { nil }
}
