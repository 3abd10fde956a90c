internal import FerryCore
internal import FerryEndpoints

/// How a channel ended, for those who read from it: known to the thread that moves its bytes.
final class ChannelEnd: Sendable {
    struct Outcome {
        /// Of the command there; nil where the connection ended, or was ended here.
        var status: Int32?
        var lastWords: String
        var failure: ConnectionFailure?
    }

    private let outcome = Monitor<Outcome?>(nil)

    /// The first one counts.
    func set(_ outcome: Outcome) {
        self.outcome.update { if $0 == nil { $0 = outcome } }
    }

    /// Waits for it; whoever asks has seen the end of the bytes.
    func wait() -> Outcome {
        outcome.wait { $0 }
    }
}
