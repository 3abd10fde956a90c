internal import FerryCore

/// Why the tree refused something; the endpoint adds what was tried and where.
struct MemoryFailure: Error {
    let code: EndpointError.Code
    let reason: String?

    init(_ code: EndpointError.Code, _ reason: String? = nil) {
        self.code = code
        self.reason = reason
    }

    static let absent = MemoryFailure(.notFound)
    static let forbidden = MemoryFailure(.permissionDenied)

    func during(_ operation: EndpointError.Operation, _ path: RelativePath?, at location: String) -> EndpointError {
        EndpointError(code, operation, path: path, location: location, reason: reason)
    }
}
