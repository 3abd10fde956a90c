internal import CSSH2
internal import FerryCore
internal import FerryEndpoints

/// What a user types, or has put down for us.
extension SSH2Login {
    func tryPasswords() throws(ConnectionFailure) -> Bool {
        let question = SecretSource.Question.password(account: account)
        var refused: String?
        for _ in 0..<Self.attempts {
            guard let password = settings.secrets.answer(question), password != refused else { return false }
            let isIn = try attempt { () throws(ConnectionFailure) in
                try session.complete(deadline) {
                    session.ssh2.userauth_password_ex(
                        session.raw, user, UInt32(user.utf8.count), password, UInt32(password.utf8.count), nil)
                }
            }
            if isIn {
                settings.secrets.keep(password, to: question)
                return true
            }
            settings.secrets.forget(question)
            refused = password
        }
        return false
    }

    /// Keyboard-interactive authentication (RFC 4256), which most servers ask the password by.
    func tryPrompts() throws(ConnectionFailure) -> Bool {
        var refused: [String]?
        for _ in 0..<Self.attempts {
            var given: [(question: SecretSource.Question, answer: String)] = []
            var isUnanswered = false
            session.wire.answerPrompts = { prompts in
                prompts.map { prompt in
                    let question = question(prompt)
                    guard !isUnanswered, let answer = settings.secrets.answer(question) else {
                        isUnanswered = true
                        return ""
                    }
                    given.append((question, answer))
                    return answer
                }
            }
            defer { session.wire.answerPrompts = nil }
            let isIn = try attempt { () throws(ConnectionFailure) in
                try session.complete(deadline) {
                    session.ssh2.userauth_keyboard_interactive_ex(
                        session.raw, user, UInt32(user.utf8.count), SSH2Callbacks.answer)
                }
            }
            for (question, answer) in given {
                if isIn { settings.secrets.keep(answer, to: question) } else { settings.secrets.forget(question) }
            }
            if isIn { return true }
            if isUnanswered || given.isEmpty || given.map(\.answer) == refused { return false }
            refused = given.map(\.answer)
        }
        return false
    }

    /// A hidden answer is the password, unless the server calls it something else, such as a code of this minute.
    private func question(_ prompt: SSH2Prompt) -> SecretSource.Question {
        if !prompt.isShown, prompt.text.lowercased().contains("password") { return .password(account: account) }
        return .other(DisplayName.escaping(prompt.text.utf8), isShown: prompt.isShown)
    }
}
