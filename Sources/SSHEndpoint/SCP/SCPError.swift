internal import FerryCore
internal import FerryEndpoints

/// Why something came to nothing on a host without SFTP.
enum SCPError: Error, Hashable {
    /// A function of `RemoteCommands` ended with it.
    case status(Int)
    /// There is no shell to answer any more, or none that can be understood.
    case lost(ConnectionFailure)
    /// We refused it ourselves, or scp there did, in these words.
    case refused(EndpointError.Code, String? = nil)

    /// Calls what may lose the connection.
    static func naming<Result>(_ body: () throws(ConnectionFailure) -> Result) throws(SCPError) -> Result {
        do throws(ConnectionFailure) { return try body() } catch { throw .lost(error) }
    }

    var code: EndpointError.Code {
        switch self {
        case .status(let status): SCPStatus.code(status)
        case .lost(let failure): failure.code
        case .refused(let code, _): code
        }
    }

    func during(_ operation: EndpointError.Operation, _ path: RelativePath?, at location: String) -> EndpointError {
        switch self {
        case .lost(let failure): failure.during(operation, path, at: location)
        case .status(let status):
            EndpointError(code, operation, path: path, location: location, reason: SCPStatus.reason(status))
        case .refused(_, let reason):
            EndpointError(code, operation, path: path, location: location, reason: reason)
        }
    }
}
