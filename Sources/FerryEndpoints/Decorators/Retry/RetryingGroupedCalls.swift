internal import FerryCore

/// Makes those calls of a group again that failed for a passing reason.
///
/// One that fails again as it would if an earlier attempt had taken effect is looked into: its work may be done.
struct RetryingGroupedCalls: GroupedCallsRole {
    let base: any GroupedCallsRole
    let endpoint: RetryingEndpoint

    var largestGroup: Int { base.largestGroup }

    func entries(at paths: [RelativePath]) -> [Result<Entry?, EndpointError>] {
        repeating(paths, base.entries)
    }

    func createDirectories(_ directories: [DirectoryOrder]) -> [Result<Void, EndpointError>] {
        repeating(directories, base.createDirectories) { (directory, error) throws(EndpointError) in
            guard error.code == .alreadyExists else { return nil }
            // Itself as often as need be.
            return try endpoint.entry(at: directory.path)?.kind == .directory ? () : nil
        }
    }

    func apply(_ changes: [MetadataChange]) -> [Result<MetadataFields, EndpointError>] {
        repeating(changes, base.apply)
    }

    func removeDirectories(_ directories: [RelativePath]) -> [Result<Void, EndpointError>] {
        repeating(directories, base.removeDirectories) { (_, error) throws(EndpointError) in
            error.code == .notFound ? () : nil
        }
    }

    func removeLeftovers(in directories: [RelativePath]) -> [Result<Int, EndpointError>] {
        repeating(directories, base.removeLeftovers)
    }

    /// - Parameter done: What a repeated call has come to that failed so; nil where it has come to nothing.
    private func repeating<Item, Value>(
        _ items: [Item], _ call: ([Item]) -> [Result<Value, EndpointError>],
        done: (Item, EndpointError) throws(EndpointError) -> Value? = { (_, _) throws(EndpointError) in nil }
    ) -> [Result<Value, EndpointError>] {
        var results: [Result<Value, EndpointError>?] = Array(repeating: nil, count: items.count)
        var rest = Array(items.indices)
        do throws(EndpointError) {
            try endpoint.policy.run { (attempt) throws(EndpointError) in
                var failing: [Int] = []
                var reason: EndpointError?
                for (index, answer) in zip(rest, call(rest.map { items[$0] })) {
                    results[index] = answer
                    guard case .failure(let error) = answer else { continue }
                    if error.code.isTransient {
                        failing.append(index)
                        reason = error
                    } else if attempt > 1, let value = (try? done(items[index], error)) ?? nil {
                        results[index] = .success(value)
                    }
                }
                rest = failing
                if let reason { throw reason }
            }
        } catch {
            // Those that were given up keep the errors of their own.
            for index in rest {
                let own = results[index]?.mapError { endpoint.policy.contact?.meaning(of: $0) ?? $0 }
                results[index] = own ?? .failure(error)
            }
        }
        return results.map { $0! }
    }
}
