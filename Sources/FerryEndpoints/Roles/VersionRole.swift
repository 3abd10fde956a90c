package import FerryCore

/// Earlier versions of files, where a place keeps them.
package protocol VersionRole: Sendable {
    /// The versions of the file at a path and of what lies below it, the next few of them: names in byte order, the newest
    /// of a name first. What is there no longer has a version that says so.
    func versions(of path: RelativePath, after marker: VersionMarker?) throws(EndpointError) -> VersionPage
}

package struct FileVersion: Sendable, Hashable {
    package let path: RelativePath
    /// By which the place knows it.
    package let identifier: String
    package let size: Int64
    package let modified: Timestamp?
    package let isLatest: Bool
    /// From this one on there was nothing.
    package let isRemoval: Bool
    /// It is what stands for a directory.
    package let isDirectory: Bool

    package init(
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
package struct VersionPage: Sendable {
    package let versions: [FileVersion]
    /// What has versions and cannot be a path.
    package let refused: [EndpointError]
    package let next: VersionMarker?

    package init(versions: [FileVersion], refused: [EndpointError] = [], next: VersionMarker?) {
        self.versions = versions
        self.refused = refused
        self.next = next
    }
}

/// Where the next page begins. Opaque to everyone but who made it.
package struct VersionMarker: Sendable, Hashable {
    package let name: String
    package let version: String

    package init(name: String, version: String) {
        self.name = name
        self.version = version
    }
}
