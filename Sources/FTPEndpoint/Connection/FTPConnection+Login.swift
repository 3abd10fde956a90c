internal import FerryCore
internal import FerryEndpoints

extension FTPConnection {
    /// Whether, and when, commands and files are protected by TLS.
    enum TLS {
        case none
        /// After a command that asks for it (RFC 4217).
        case afterAsking(Protection)
        case fromTheStart(Protection)
    }

    /// Takes the server's greeting and tells it who is there.
    func logIn(_ login: Login, _ tls: TLS) throws(FTPFailure) {
        if case .fromTheStart(let protection) = tls { try protect(protection) }
        try greet()
        if case .afterAsking(let protection) = tls {
            try askForTLS()
            try protect(protection)
        }
        try identify(login)
        switch tls {
        case .none: return
        case .afterAsking(let protection), .fromTheStart(let protection): try protectFiles(protection)
        }
    }

    private func greet() throws(FTPFailure) {
        var greeting = try firstWord()
        // 120: "ready in so many minutes".
        while greeting.isPreliminary { greeting = try reply() }
        guard greeting.isSuccess else { throw refusal(greeting) }
    }

    /// Servers of other protocols wait to be spoken to, which is noticed as soon as what does not answer at all.
    private func firstWord() throws(FTPFailure) -> FTPReply {
        do throws(FTPFailure) {
            return try reply(within: min(patience.connecting, patience.stalling))
        } catch  where error.code == .timedOut {
            throw FTPFailure(.timedOut, "no greeting came: it may be no FTP server")
        } catch {
            var failure = error
            failure.isUngreeted = failure.code == .unreachable
            throw failure
        }
    }

    private func askForTLS() throws(FTPFailure) {
        let answer = try exchange("AUTH TLS")
        if answer.code == 234 { return }
        if answer.code == 421 { throw FTPFailure(refusing: answer) }
        throw FTPFailure.lackingTLS
    }

    private func identify(_ login: Login) throws(FTPFailure) {
        let words = Array(login.user.utf8) + Array(login.password.utf8)
        guard words.allSatisfy({ $0 >= 0x20 }) else {
            throw FTPFailure(.authenticationFailed, "the name or the password has a character that FTP cannot send")
        }
        var answer = try exchange("USER \(login.user)")
        if answer.code == 331 { answer = try exchange("PASS \(login.password)") }
        guard answer.isSuccess else {
            throw refusal(answer, login.password.isEmpty ? "no password is known" : nil)
        }
    }

    /// Who does not let anybody in has not missed a command: "500 OOPS: ..." says so of the server itself.
    private func refusal(_ reply: FTPReply, _ circumstance: String? = nil) -> FTPFailure {
        let code: EndpointError.Code? = FTPFailure.code(of: reply.code) == .unsupported ? .protocolViolation : nil
        return FTPFailure(refusing: reply, circumstance, as: code)
    }

    private func protectFiles(_ protection: Protection) throws(FTPFailure) {
        let answers = try exchange(["PBSZ 0", "PROT P"].map(FTPCommand.line))
        guard answers[1].isSuccess else { throw FTPFailure(.untrustedHost, "the server does not protect files by TLS") }
        self.protection = protection
    }
}
