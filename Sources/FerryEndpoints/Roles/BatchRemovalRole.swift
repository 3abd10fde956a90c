public import FerryCore

/// Removing many files with one request.
public protocol BatchRemovalRole: Sendable {
    var largestBatch: Int { get }

    /// Removes files; returns the error of each that is still there. Absent ones count as removed.
    func remove(_ paths: [RelativePath]) throws(EndpointError) -> [(RelativePath, EndpointError)]
}
