internal import FerryCore

/// Proves to one server who asks, in the way that this server turns out to want.
final class Authorizer: Sendable {
    private struct State {
        var challenge: DigestChallenge?
        /// Requests that were proven by the challenge.
        var count: UInt32 = 0
        var isAsked: Bool
    }

    private let login: HTTPLogin?
    private let state: Monitor<State>

    /// - Parameter isSecure: Whether nobody on the way can read what is sent.
    init(_ login: HTTPLogin?, isSecure: Bool) {
        self.login = login
        let hasPassword = if case .password = login { true } else { false }
        state = Monitor(State(isAsked: isSecure || !hasPassword))
    }

    /// Whether the server must be asked first what it wants: it may be content with a digest of a password that anyone on
    /// the way could read.
    var mustAsk: Bool { state.withLock { !$0.isAsked } }

    /// Notes the answer to a request that proved nothing.
    func noteAsked(_ head: ResponseHead) {
        _ = learn(from: head)
        state.withLock { $0.isAsked = true }
    }

    /// The header line that proves it for one request.
    func line(for method: String, _ target: String) -> String? {
        guard let login else { return nil }
        let challenge: (DigestChallenge, UInt32)? = state.withLock { state in
            guard let challenge = state.challenge else { return nil }
            state.count += 1
            return (challenge, state.count)
        }
        guard let (digest, count) = challenge, case .password(let pair) = login else {
            return "Authorization: \(login.authorization)"
        }
        let salt = Hexadecimal.encode((0..<16).map { _ in UInt8.random(in: 0...255) })
        return "Authorization: "
            + digest.authorization(pair, method: method, target: target, count: count, salt: salt)
    }

    /// Takes what a refusal asks for. Returns whether the request is worth another attempt.
    func learn(from head: ResponseHead) -> Bool {
        guard head.status == 401, case .password = login, let challenge = DigestChallenge.strongest(of: head) else {
            return false
        }
        state.withLock { state in
            if state.challenge != challenge { (state.challenge, state.count) = (challenge, 0) }
        }
        return true
    }
}
