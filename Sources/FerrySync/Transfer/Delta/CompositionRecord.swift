internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// How compositions at the destination went in this run. A place that refuses copies, or composes something else than it was
/// told to, gets whole files for the rest of it.
final class CompositionRecord: Sendable {
    private struct State {
        var isGivenUp = false
        var wrongInARow = 0
    }

    private let state = Mutex(State())

    /// One wrong result may be due to an old file that is no longer the one that was described, or that nobody may read; two in a
    /// row are not.
    private static let mostWrong = 2

    var isGivenUp: Bool { state.withLock { $0.isGivenUp } }

    func succeeded() {
        state.withLock { $0.wrongInARow = 0 }
    }

    func failed(_ error: EndpointError, with basis: Basis) {
        state.withLock { state in
            switch error.code {
            case .unsupported: state.isGivenUp = true
            case .corrupted, .permissionDenied:
                state.wrongInARow += 1
                let isProof = error.code == .corrupted && basis.isTrusted
                if isProof || state.wrongInARow >= Self.mostWrong { state.isGivenUp = true }
            default: break
            }
        }
    }
}

extension EndpointError {
    /// Whether sending the file whole may succeed where composing it failed so.
    var isWorthSendingWhole: Bool {
        switch code {
        case .cancelled, .noSpace, .authenticationFailed, .untrustedHost, .unreachable, .timedOut, .nameNotAllowed:
            false
        default: true
        }
    }
}
