public import FerryCore
public import FerryEndpoints

extension EndpointError {
    /// What a program ends with when there is no connection, or none any more, or a signal came; nil for what concerns single
    /// entries.
    public var connectionStatus: ExitStatus? {
        switch code {
        case .authenticationFailed, .untrustedHost: .startOfProtocol
        case .unreachable: operation == .connect ? .startOfProtocol : .socket
        case .timedOut: operation == .connect ? .connectTimeout : .timeout
        // It asked for more patience than there is.
        case .throttled: .timeout
        case .protocolViolation: .protocolData
        case .unsupported where operation == .connect: .notSupported
        case .cancelled: .signal
        default: nil
        }
    }

    /// What a run ends with when this happens in the middle of it; nil where it concerns one entry. After all attempts to
    /// connect again failed, the other entries would fare no better.
    var lossStatus: ExitStatus? {
        switch code {
        case .unreachable, .timedOut: connectionStatus
        case .authenticationFailed, .untrustedHost, .protocolViolation: operation == .connect ? connectionStatus : nil
        default: nil
        }
    }
}
