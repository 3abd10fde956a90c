internal import FerryCore
internal import FerryEndpoints

extension Endpoint {
    /// How many changes of metadata are worth being made together.
    var changesAtATime: Int { groupedCalls?.largestGroup ?? 1 }

    /// Sets metadata of several entries, together where that is possible.
    func applying(_ changes: [MetadataChange]) -> [Result<MetadataFields, EndpointError>] {
        if changes.isEmpty { return [] }
        if let groupedCalls { return groupedCalls.apply(changes) }
        return changes.map { change in
            Result { () throws(EndpointError) in try apply(change.metadata, to: change.path, kind: change.kind) }
        }
    }
}
