internal import FerryCore
internal import FerryEndpoints

/// Removing empty directories of a server, where each takes a request of its own: those of one depth side by side. Over a link of
/// 50 ms, 200 of them one after the other took half a minute.
enum DirectoryRemoval {
    /// More would keep a server busy with nothing else.
    private static let mostRequests = 16

    /// What can go at a time: the deepest, then those above them, and so on.
    static func levels(of directories: [Entry]) -> [[Entry]] {
        let levels = Dictionary(grouping: directories) { $0.path.depth }
        return levels.sorted { $0.key > $1.key }.map(\.value)
    }

    /// Removes directories of which none lies in another.
    static func remove(
        _ paths: [RelativePath], from endpoint: any Endpoint
    ) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        if let grouped = endpoint.groupedCalls { return remove(paths, by: grouped) }
        let requests = min(endpoint.capabilities.advisedConnections, mostRequests)
        return try ConcurrentRemoval(from: endpoint, requests: requests, of: .directory).remove(paths)
    }

    /// Absent ones count as removed.
    private static func remove(
        _ paths: [RelativePath], by grouped: any GroupedCallsRole
    ) -> [(RelativePath, EndpointError)] {
        var failures: [(RelativePath, EndpointError)] = []
        for group in paths.groups(of: grouped.largestGroup) {
            for (path, result) in zip(group, grouped.removeDirectories(group)) {
                if case .failure(let error) = result, error.code != .notFound { failures.append((path, error)) }
            }
        }
        return failures
    }
}
