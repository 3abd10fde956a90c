internal import FerryCore

/// Grouped calls that are made one by one, for tests of what groups them.
struct SingleCalls: GroupedCallsRole {
    let endpoint: any Endpoint

    /// So that few entries are several groups.
    var largestGroup: Int { 3 }

    func entries(at paths: [RelativePath]) -> [Result<Entry?, EndpointError>] {
        each(paths) { (path) throws(EndpointError) in try endpoint.entry(at: path) }
    }

    func createDirectories(_ directories: [DirectoryOrder]) -> [Result<Void, EndpointError>] {
        each(directories) { (directory) throws(EndpointError) in
            try endpoint.createDirectory(at: directory.path, metadata: directory.metadata)
        }
    }

    func apply(_ changes: [MetadataChange]) -> [Result<MetadataFields, EndpointError>] {
        each(changes) { (change) throws(EndpointError) in
            try endpoint.apply(change.metadata, to: change.path, kind: change.kind)
        }
    }

    func removeDirectories(_ directories: [RelativePath]) -> [Result<Void, EndpointError>] {
        each(directories) { (directory) throws(EndpointError) in
            try endpoint.remove(directory, kind: .directory)
        }
    }

    func removeLeftovers(in directories: [RelativePath]) -> [Result<Int, EndpointError>] {
        each(directories) { (directory) throws(EndpointError) in
            try endpoint.leftovers?.removeLeftovers(in: directory) ?? 0
        }
    }

    private func each<Item, Value>(
        _ items: [Item], _ call: (Item) throws(EndpointError) -> Value
    ) -> [Result<Value, EndpointError>] {
        items.map { item in Result { () throws(EndpointError) in try call(item) } }
    }
}
