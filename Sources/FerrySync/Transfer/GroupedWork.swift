internal import FerryCore
internal import FerryEndpoints

extension Array {
    /// Cuts it into pieces of at most `count` elements.
    func groups(of count: Int) -> [[Element]] {
        stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
    }
}

extension Endpoint {
    /// Sets metadata of several entries, together where that is possible.
    func applying(_ changes: [MetadataChange]) -> [Result<MetadataFields, EndpointError>] {
        if changes.isEmpty { return [] }
        if let groupedCalls { return groupedCalls.apply(changes) }
        return changes.map { change in
            Result { () throws(EndpointError) in try apply(change.metadata, to: change.path, kind: change.kind) }
        }
    }
}
