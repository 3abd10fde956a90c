internal import CSSH2
internal import FerryEndpoints
internal import Glibc

/// Proves to a server who we are, by whatever both know: keys first, which need nobody.
struct SSH2Login {
    let session: SSH2Session
    let user: String
    let host: HostName
    let settings: SSH2Settings
    /// Seconds for which the server may be silent.
    let patience: Int?
    let trust: HostTrust.Trust
    /// Keys that were of no use, and why.
    private var unused: [String] = []
    /// Whether one of them might be for ssh.
    private var isLimited = false

    /// How often a user who is asked may be wrong.
    static let attempts = 3

    init(
        _ session: SSH2Session, user: String, host: HostName, _ settings: SSH2Settings, patience: Int?,
        trust: HostTrust.Trust
    ) {
        (self.session, self.user, self.host, self.settings) = (session, user, host, settings)
        (self.patience, self.trust) = (patience, trust)
    }

    mutating func run() throws(ConnectionFailure) {
        guard let methods = try methods() else { return }
        if methods.contains("publickey"), try tryKeys() { return }
        if trust == .full {
            if methods.contains("keyboard-interactive"), try tryPrompts() { return }
            if methods.contains("password"), try tryPasswords() { return }
        }
        throw refusal(methods)
    }

    var deadline: Deadline { Deadline(seconds: patience, settings.cancellation) }
    var account: String { "\(user)@\(String(decoding: host.text, as: UTF8.self))" }

    /// What the server takes; nil where it lets us in without.
    private func methods() throws(ConnectionFailure) -> [String]? {
        let list = try session.completed(deadline) {
            session.ssh2.userauth_list(session.raw, user, UInt32(user.utf8.count))
        }
        if let list { return String(cString: list).split(separator: ",").map(String.init) }
        if session.ssh2.userauth_authenticated(session.raw) != 0 { return nil }
        throw session.lastFailure()
    }

    private mutating func tryKeys() throws(ConnectionFailure) -> Bool {
        if try tryNamedKeys() { return true }
        if try tryAgent() { return true }
        return try tryUsualKeys()
    }

    private mutating func tryNamedKeys() throws(ConnectionFailure) -> Bool {
        for file in settings.identities {
            guard let content = try SmallFile.content(of: file) else {
                throw ConnectionFailure(.authenticationFailed, "there is no key '\(file)'")
            }
            if try tryKey(content, file) { return true }
        }
        return false
    }

    private mutating func tryUsualKeys() throws(ConnectionFailure) -> Bool {
        for file in settings.usualIdentities {
            if let content = try SmallFile.content(of: file), try tryKey(content, file) { return true }
        }
        return false
    }

    private mutating func tryKey(_ content: [UInt8], _ file: String) throws(ConnectionFailure) -> Bool {
        guard let key = PrivateKeyFile(content) else {
            unused.append("'\(file)' is no private key that libssh2 knows")
            return false
        }
        if let type = key.type, !isOfUse(type, "'\(file)'") { return false }
        if !key.isEncrypted {
            if try offer(content, passphrase: nil) { return true }
            try noteCertificate(beside: file)
            return false
        }
        let question = SecretSource.Question.passphrase(file: file)
        for _ in 0..<Self.attempts {
            guard let passphrase = settings.secrets.answer(question) else {
                unused.append("'\(file)' has a passphrase, and there is nobody to type it")
                return false
            }
            if try offer(content, passphrase: passphrase) {
                settings.secrets.keep(passphrase, to: question)
                return true
            }
            settings.secrets.forget(question)
        }
        unused.append("'\(file)' was not accepted with that passphrase")
        try noteCertificate(beside: file)
        return false
    }

    /// Where a server trusts an authority, the key alone says nothing to it.
    private mutating func noteCertificate(beside file: String) throws(ConnectionFailure) {
        let certificate = "\(file)-cert.pub"
        guard try SmallFile.content(of: certificate) != nil else { return }
        isLimited = true
        unused.append("'\(certificate)' is a certificate, which libssh2 cannot show")
    }

    /// A wrong passphrase makes nonsense of a key, for which libssh2 has several errors.
    private func offer(_ content: [UInt8], passphrase: String?) throws(ConnectionFailure) -> Bool {
        do throws(ConnectionFailure) {
            return try attempt { () throws(ConnectionFailure) in
                try session.complete(deadline) {
                    content.withUnsafeBytes { bytes in
                        session.ssh2.userauth_publickey_frommemory(
                            session.raw, user, user.utf8.count, nil, 0, bytes.bindMemory(to: CChar.self).baseAddress,
                            bytes.count, passphrase)
                    }
                }
            }
        } catch {
            if passphrase != nil, error.code == .protocolViolation, !session.wire.isOver { return false }
            throw error
        }
    }

    /// Whether an attempt got us in; a failure that is none of the attempt's own ends the connection.
    func attempt(_ body: () throws(ConnectionFailure) -> Void) throws(ConnectionFailure) -> Bool {
        do throws(ConnectionFailure) {
            try body()
            return true
        } catch {
            guard error.code == .authenticationFailed else { throw error }
            return false
        }
    }

    private mutating func isOfUse(_ type: String, _ name: String) -> Bool {
        if session.library.knows(keyType: type) { return true }
        isLimited = true
        if type == "ssh-rsa" {
            unused.append("\(name) is an RSA key, which libssh2 \(session.library.version) cannot use with SHA-2")
        } else {
            unused.append("\(name) is of the kind \(type), which libssh2 does not know")
        }
        return false
    }

    private func refusal(_ methods: [String]) -> ConnectionFailure {
        var reason = "permission denied (\(methods.joined(separator: ",")))"
        if !unused.isEmpty { reason += "; " + unused.joined(separator: "; ") }
        if isLimited { reason += "; use --ssh-transport=ssh" }
        return ConnectionFailure(.authenticationFailed, reason)
    }

    // MARK: The agent

    private mutating func tryAgent() throws(ConnectionFailure) -> Bool {
        guard let path = settings.agentSocket, let agent = SSH2Agent(session, path) else { return false }
        for identity in agent.identities {
            if let type = identity.type, !isOfUse(type, "the agent's '\(identity.comment)'") { continue }
            let isIn = try attempt { () throws(ConnectionFailure) in
                try session.complete(deadline) { agent.prove(identity, user) }
            }
            if isIn { return true }
        }
        return false
    }
}
