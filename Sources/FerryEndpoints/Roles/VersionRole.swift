public import FerryCore

/// Earlier versions of files, where a place keeps them.
public protocol VersionRole: Sendable {
    /// The versions of the file at a path and of what lies below it, the next few of them: names in byte order, the newest
    /// of a name first. What is there no longer has a version that says so.
    func versions(of path: RelativePath, after marker: VersionMarker?) throws(EndpointError) -> VersionPage
}

public struct FileVersion: Sendable, Hashable {
    public let path: RelativePath
    /// By which the place knows it.
    public let identifier: String
    public let size: Int64
    public let modified: Timestamp?
    public let isLatest: Bool
    /// From this one on there was nothing.
    public let isRemoval: Bool
    /// It is what stands for a directory.
    public let isDirectory: Bool

    public init(
        path: RelativePath, identifier: String, size: Int64, modified: Timestamp?, isLatest: Bool, isRemoval: Bool,
        isDirectory: Bool = false
    ) {
        self.isDirectory = isDirectory
        self.path = path
        self.identifier = identifier
        self.size = size
        self.modified = modified
        self.isLatest = isLatest
        self.isRemoval = isRemoval
    }
}

/// What one call tells; nil is the end.
public struct VersionPage: Sendable {
    public let versions: [FileVersion]
    /// What has versions and cannot be a path.
    public let refused: [EndpointError]
    public let next: VersionMarker?

    public init(versions: [FileVersion], refused: [EndpointError] = [], next: VersionMarker?) {
        self.versions = versions
        self.refused = refused
        self.next = next
    }
}

/// Where the next page begins. Opaque to everyone but who made it.
public struct VersionMarker: Sendable, Hashable {
    public let name: String
    public let version: String

    public init(name: String, version: String) {
        self.name = name
        self.version = version
    }
}
