internal import FerryCore
internal import Glibc
internal import SSHEndpoint

/// Who answers questions for passwords and passphrases: the environment, the user on the terminal, or an askpass program, as
/// ssh(1) has it.
struct SecretPrompts: Sendable {
    private let password: String?
    private let program: String?
    private let prefersProgram: Bool
    private let hasTerminal: Bool
    private let cancellation: Cancellation

    init(_ environment: Environment, _ cancellation: Cancellation) {
        password = environment.value(Askpass.password)
        program = environment.value("SSH_ASKPASS")
        prefersProgram = ["force", "prefer"].contains(environment.value("SSH_ASKPASS_REQUIRE"))
        hasTerminal = environment.hasTerminal
        self.cancellation = cancellation
    }

    /// Nil where there is nobody, or nobody answers.
    func answer(_ question: SecretSource.Question) -> String? {
        if case .password = question, let password { return password }
        let words = Self.words(question)
        if let program, prefersProgram || !hasTerminal { return AskpassProgram.answer(words, from: program) }
        return hasTerminal ? TerminalPrompt.answer(words, isShown: Self.isShown(question), cancellation) : nil
    }

    private static func words(_ question: SecretSource.Question) -> String {
        switch question {
        case .password(let account): "\(account)'s password: "
        case .passphrase(let file): "Enter passphrase for key '\(DisplayName.escaping(file.utf8))': "
        case .other(let text, _): text
        }
    }

    private static func isShown(_ question: SecretSource.Question) -> Bool {
        if case .other(_, let isShown) = question { isShown } else { false }
    }
}
