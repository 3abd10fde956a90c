internal import FerryCore

/// The grouped calls of a decorated endpoint: a group goes through the decorator as one call.
struct DecoratedGroupedCalls: GroupedCallsRole {
    let base: any GroupedCallsRole
    let decorator: any EndpointDecorator

    var largestGroup: Int { base.largestGroup }

    func entries(at paths: [RelativePath]) -> [Result<Entry?, EndpointError>] {
        around(.look, paths.count) { base.entries(at: paths) }
    }

    func createDirectories(_ directories: [DirectoryOrder]) -> [Result<Void, EndpointError>] {
        around(.createDirectory, directories.count) { base.createDirectories(directories) }
    }

    func apply(_ changes: [MetadataChange]) -> [Result<MetadataFields, EndpointError>] {
        around(.apply, changes.count) { base.apply(changes) }
    }

    func removeDirectories(_ directories: [RelativePath]) -> [Result<Void, EndpointError>] {
        around(.remove, directories.count) { base.removeDirectories(directories) }
    }

    func removeLeftovers(in directories: [RelativePath]) -> [Result<Int, EndpointError>] {
        around(.removeLeftovers, directories.count) { base.removeLeftovers(in: directories) }
    }

    /// What the decorator itself refuses is refused to all.
    private func around<Value>(
        _ call: EndpointCall, _ count: Int, _ body: () -> [Result<Value, EndpointError>]
    ) -> [Result<Value, EndpointError>] {
        do throws(EndpointError) {
            return try decorator.around(call, nil) { () throws(EndpointError) in body() }
        } catch {
            return Array(repeating: .failure(error), count: count)
        }
    }
}
