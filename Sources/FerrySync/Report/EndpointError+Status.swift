package import FerryCore
package import FerryEndpoints

extension EndpointError {
    /// What a program ends with when there is no connection, or none any more; nil for what concerns single entries.
    package var connectionStatus: ExitStatus? {
        switch code {
        case .authenticationFailed, .untrustedHost: .startOfProtocol
        case .unreachable: operation == .connect ? .startOfProtocol : .socket
        case .timedOut: operation == .connect ? .connectTimeout : .timeout
        case .protocolViolation: .protocolData
        case .unsupported where operation == .connect: .notSupported
        default: nil
        }
    }
}
