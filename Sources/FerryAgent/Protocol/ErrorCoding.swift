internal import FerryCore
internal import FerryEndpoints

/// Failures. The location is not sent: the client knows it as its user wrote it.
extension WireWriter {
    mutating func put(_ error: EndpointError) {
        put(byte: CodeNumber.of(error.code))
        put(optional: error.code.retryAfter) { $0.put(UInt64(max(0, min($1, 86_400)) * 1000)) }
        put(error.operation.rawValue)
        put(optional: error.path) { $0.put($1) }
        put(error.reason)
    }
}

extension WireReader {
    mutating func error(location: String) throws(ConnectionFailure) -> EndpointError {
        let number = try byte()
        let wait = try optional { (reader) throws(ConnectionFailure) in Double(try reader.number()) / 1000 }
        guard let code = CodeNumber.code(number, retryAfter: wait) else { throw .violation("an unknown error") }
        guard let operation = EndpointError.Operation(rawValue: try string()) else {
            throw .violation("an error of an unknown operation")
        }
        let path = try optional { (reader) throws(ConnectionFailure) in try reader.path() }
        return EndpointError(
            code, operation, path: path, location: location, reason: DisplayName.escaping(Array(try text())))
    }
}

/// The numbers that stand for codes.
private enum CodeNumber {
    private static let codes: [EndpointError.Code] = [
        .notFound, .alreadyExists, .permissionDenied, .notEmpty, .unsupported, .noSpace, .nameNotAllowed,
        .changedDuringTransfer, .corrupted, .authenticationFailed, .untrustedHost, .unreachable, .timedOut,
        .throttled(retryAfter: nil), .serverFailure, .protocolViolation, .cancelled,
    ]

    static func of(_ code: EndpointError.Code) -> UInt8 {
        let plain: EndpointError.Code = if case .throttled = code { .throttled(retryAfter: nil) } else { code }
        return UInt8(codes.firstIndex(of: plain)!)
    }

    static func code(_ number: UInt8, retryAfter: Double?) -> EndpointError.Code? {
        guard Int(number) < codes.count else { return nil }
        if case .throttled = codes[Int(number)] { return .throttled(retryAfter: retryAfter) }
        return codes[Int(number)]
    }
}

extension EndpointError.Code {
    fileprivate var retryAfter: Double? {
        if case .throttled(let seconds) = self { seconds } else { nil }
    }
}
