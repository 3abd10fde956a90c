internal import FerryCore

/// ferry as ssh's askpass program (ssh(1), `SSH_ASKPASS`): how a password gets to ssh without being on a command line.
/// ssh runs it with the question as its argument.
enum Askpass {
    /// The variable that holds the password.
    static let password = "FERRY_SSH_PASSWORD"
    /// The variable that says that this process is to answer ssh.
    static let request = "FERRY_SSH_ASKPASS"

    /// Answers questions for a password. Whether a host is to be trusted, and the passphrase of a key, are other questions,
    /// to which a password is no answer.
    static func answer(_ words: [[UInt8]], environment: Environment, console: Console) -> ExitStatus {
        let question = String(decoding: words.first ?? [], as: UTF8.self).lowercased()
        guard question.contains("password"), let password = environment.value(password) else { return .usage }
        console.write(Array((password + "\n").utf8))
        console.flush()
        return .success
    }
}
