internal import Synchronization

/// Passwords and passphrases, and who knows them. What was right is kept as long as this process lives, so that nobody is asked
/// again when a connection has to be made anew.
public final class SecretSource: Sendable {
    public enum Question: Hashable, Sendable {
        /// Of `user@host`.
        case password(account: String)
        /// Of the key in this file.
        case passphrase(file: String)
        /// Whatever a server wants to know.
        case other(String, isShown: Bool)
    }

    private let ask: @Sendable (Question) -> String?
    private let kept = Mutex<[Question: String]>([:])

    /// - Parameter ask: Nil where there is nobody to answer.
    public init(ask: @escaping @Sendable (Question) -> String?) {
        self.ask = ask
    }

    func answer(_ question: Question) -> String? {
        if let answer = kept.withLock({ $0[question] }) { return answer }
        return ask(question)
    }

    /// What a server asks besides may be good for once only.
    func keep(_ answer: String, to question: Question) {
        if case .other = question { return }
        kept.withLock { $0[question] = answer }
    }

    /// It was wrong.
    func forget(_ question: Question) {
        kept.withLock { $0[question] = nil }
    }
}
