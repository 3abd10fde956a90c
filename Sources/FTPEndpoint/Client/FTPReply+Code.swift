internal import FerryEndpoints

extension FTPFailure {
    /// What a reply that refuses means where nothing more is known (RFC 959, 4.2.2; RFC 2228, 5). 550 says only that it
    /// did not work: whoever gets it has to look.
    static func code(of reply: Int) -> EndpointError.Code {
        switch reply {
        case 421: .throttled(retryAfter: nil)
        case 425: .unreachable
        // Of this file's connection: the server is still there, and may mean a full disk (pyftpdlib).
        case 426: .serverFailure
        case 430, 530, 331, 332: .authenticationFailed
        case 431, 534, 536, 537: .untrustedHost
        case 452, 552: .noSpace
        case 500, 502, 504, 551: .unsupported
        case 501: .nameNotAllowed
        case 503: .protocolViolation
        case 521: .alreadyExists
        // 553 means a name that is not allowed, and is what servers say where nothing may be written.
        case 532, 550, 553: .permissionDenied
        case 400..<500: .serverFailure
        default: .protocolViolation
        }
    }
}
