internal import FerryCore
internal import FerryEndpoints

/// Makes directories in groups whose permissions are not the source's: to those that are usual comes the set-group-ID bit that
/// the directory above hands down, which only a look at each tells.
struct InheritingDirectories {
    let destination: any Endpoint
    let calls: any GroupedCallsRole

    /// Each order has the permissions that are usual. Returns the bit of each that was made.
    func make(_ orders: [DirectoryOrder]) -> [Result<UInt16, EndpointError>] {
        guard destination.capabilities.metadataKept.contains(.permissions) else {
            return calls.createDirectories(orders).map { $0.map { 0 } }
        }
        let made = calls.createDirectories(orders.map { DirectoryOrder(path: $0.path, metadata: Metadata()) })
        var results = made.map { $0.map { 0 as UInt16 } }
        let found = carryOut(of: &results, about: orders.map(\.path), calls.entries)
        var changes: [Int: MetadataChange] = [:]
        for (index, entry) in found {
            let (present, order) = (entry?.permissions, orders[index])
            let bit = (present ?? 0) & 0o2000
            results[index] = .success(bit)
            let wanted = (order.metadata.permissions ?? 0o777) | bit
            guard present != wanted else { continue }
            changes[index] = MetadataChange(
                path: order.path, kind: .directory, metadata: Metadata(permissions: wanted))
        }
        let order = changes.keys.sorted()
        for (index, result) in zip(order, calls.apply(order.map { changes[$0]! })) {
            if case .failure(let error) = result { results[index] = .failure(error) }
        }
        return results
    }

    /// Makes a call about those that have not failed; what fails now has failed.
    private func carryOut<Item, Value>(
        of results: inout [Result<UInt16, EndpointError>], about items: [Item],
        _ call: ([Item]) -> [Result<Value, EndpointError>]
    ) -> [(Int, Value)] {
        let indices = results.indices.filter { if case .success = results[$0] { true } else { false } }
        var values: [(Int, Value)] = []
        for (index, answer) in zip(indices, call(indices.map { items[$0] })) {
            switch answer {
            case .success(let value): values.append((index, value))
            case .failure(let error): results[index] = .failure(error)
            }
        }
        return values
    }
}
