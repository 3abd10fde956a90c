public import FerryCore

/// Marks that stand for directories where there are none: what keeps a simulated directory in being while nothing lies below
/// it.
public protocol DirectoryMarkerRole: Sendable {
    /// Marks a directory; one that is marked already stays so.
    func mark(_ directory: RelativePath) throws(EndpointError)

    /// Removes the marks of directories, where they have any; returns the error of each that is still there.
    func unmark(_ directories: [RelativePath]) throws(EndpointError) -> [(RelativePath, EndpointError)]
}
