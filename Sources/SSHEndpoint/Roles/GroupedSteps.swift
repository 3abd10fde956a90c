internal import FerryCore
internal import FerryEndpoints

/// A call about each of several entries, in steps: every entry has taken one before any takes the next. The first failure of
/// an entry is what becomes of it.
struct GroupedSteps<Value> {
    private let endpoint: SSHEndpoint
    private let operation: EndpointError.Operation
    private let paths: [RelativePath]
    let results: [Result<Value, EndpointError>]

    private init(
        _ endpoint: SSHEndpoint, _ operation: EndpointError.Operation, _ paths: [RelativePath],
        _ results: [Result<Value, EndpointError>]
    ) {
        (self.endpoint, self.operation, self.paths, self.results) = (endpoint, operation, paths, results)
    }

    /// `step` is told which of the entries it is for, and gets what the last step had for it.
    func then<Next>(_ step: (Int, Value) throws(SFTPError) -> Next) -> GroupedSteps<Next> {
        var next: [Result<Next, EndpointError>] = []
        next.reserveCapacity(results.count)
        for (index, result) in results.enumerated() {
            next.append(result.flatMap { outcome(of: step, index, $0) })
        }
        return GroupedSteps<Next>(endpoint, operation, paths, next)
    }

    private func outcome<Next>(
        of step: (Int, Value) throws(SFTPError) -> Next, _ index: Int, _ value: Value
    ) -> Result<Next, EndpointError> {
        do throws(SFTPError) {
            return .success(try step(index, value))
        } catch {
            return .failure(error.during(operation, paths[index], at: endpoint.location))
        }
    }
}

extension GroupedSteps<Void> {
    init(_ operation: EndpointError.Operation, _ paths: [RelativePath], at endpoint: SSHEndpoint) {
        self.init(endpoint, operation, paths, Array(repeating: .success(()), count: paths.count))
    }
}
