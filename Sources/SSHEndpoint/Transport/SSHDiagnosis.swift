internal import FerryEndpoints

/// What the end of an ssh process means. ssh ends with 255 whatever happened to the connection, so its last words are all
/// there is to tell causes apart; this table is the only place that looks at them.
enum SSHDiagnosis {
    /// A phrase of OpenSSH's (sshconnect.c, sshconnect2.c, packet.c, clientloop.c, ssh.c), and what it stands for.
    private struct Sign {
        let phrase: String
        /// What lines that hold it begin with: a server's banner may hold any words. None: whatever it is.
        let beginnings: [String]
        let code: EndpointError.Code
        /// Our words for it; nil keeps ssh's.
        let reason: String?

        init(
            _ phrase: String, after beginnings: [String] = [], _ code: EndpointError.Code, _ reason: String? = nil
        ) {
            self.phrase = phrase
            self.beginnings = beginnings
            self.code = code
            self.reason = reason
        }

        func isIn(_ line: String) -> Bool {
            line.contains(phrase) && (beginnings.isEmpty || beginnings.contains { line.hasPrefix($0) })
        }
    }

    private static let connecting = ["ssh: connect to "]
    private static let timingOut = connecting + ["Connection timed out", "Connection to ", "Timeout, server "]
    private static let ending = ["Received disconnect ", "Disconnected "]
    private static let breaking = [
        "Connection reset", "Connection closed", "Connection to ", "kex_exchange_identification", "client_loop",
        "Read from",
        "ssh_", "packet_", "Write failed",
    ]

    /// The first that occurs counts.
    private static let signs = [
        Sign("REVOKED HOST KEY", after: ["@ "], .untrustedHost, "the host key is revoked"),
        Sign(unknownKey, .untrustedHost, unknown(nil)),
        Sign(": Permission denied (", .authenticationFailed),
        Sign("Too many authentication failures", after: ending, .authenticationFailed),
        Sign("No more authentication methods", after: ending, .authenticationFailed),
        Sign("Connection refused", after: connecting, .unreachable, "connection refused"),
        Sign("Could not resolve hostname", after: ["ssh: "], .unreachable, "the host name is not known"),
        Sign("No route to host", after: connecting, .unreachable, "no route to host"),
        Sign("Network is unreachable", after: connecting, .unreachable, "the network is unreachable"),
        Sign("timed out", after: timingOut, .timedOut, "connection timed out"),
        Sign("not responding", after: timingOut, .timedOut, "the server does not respond"),
        Sign("subsystem request failed", .unsupported, SSHService.sftp.refusal),
        Sign("exec request failed", .unsupported, SSHService.command("").refusal),
        Sign("Connection reset", after: breaking, .unreachable, "the connection was reset"),
        Sign("Connection closed", after: breaking, .unreachable, "the server closed the connection"),
        Sign("Broken pipe", after: breaking, .unreachable, "the connection was lost"),
    ]

    private static let unknownKey = "Host key verification failed"

    private static func unknown(_ key: String?) -> String {
        guard let key else {
            return
                "the host key is not known; check it by connecting with ssh once, or use --strict-host-key-checking=accept-new"
        }
        return "the host key \(key) is not known; compare it with the host's own, then connect with ssh once, or use "
            + "--strict-host-key-checking=accept-new"
    }

    /// ssh's own exit status; any other one is that of the command there.
    private static let ownStatus: Int32 = 255

    /// - Parameters:
    ///   - status: The exit status; nil where the process has not ended.
    ///   - hostKey: Called where the host key is not known, to tell which it is.
    static func failure(
        status: Int32?, lastWords: String, of service: SSHService, hostKey: (() -> String?)? = nil
    ) -> ConnectionFailure {
        if case .command = service, let status, status != ownStatus {
            let reason = self.lines(lastWords).last ?? "it ended with status \(status)"
            return ConnectionFailure(.unsupported, reason)
        }
        let lines = lines(lastWords)
        if let change = ChangedHostKey(lines) { return ConnectionFailure(.untrustedHost, change.reason) }
        for sign in signs {
            guard let line = lines.last(where: sign.isIn) else { continue }
            let key = sign.phrase == unknownKey ? hostKey?() : nil
            let reason = key.map(unknown) ?? sign.reason ?? words(of: line, from: sign.phrase)
            return ConnectionFailure(
                sign.code, isOfJumpHost(lines) ? "on the way there: \(jumpReason(line, reason))" : reason)
        }
        let last = lines.last
        switch status {
        case nil: return ConnectionFailure(.unreachable, "the connection was lost")
        case 127: return ConnectionFailure(.unsupported, last ?? "the remote shell program was not found")
        case let status?: return ConnectionFailure(.unreachable, last ?? "the connection ended with status \(status)")
        }
    }

    /// What follows the address that ssh puts before it, and with a small first letter.
    private static func words(of line: String, from phrase: String) -> String {
        let cause = line.range(of: phrase).map { line[$0.lowerBound...].drop { $0 == ":" || $0 == " " } } ?? line[...]
        let trimmed = cause.hasSuffix(".") ? cause.dropLast() : cause
        return trimmed.prefix(1).lowercased() + trimmed.dropFirst()
    }

    /// ssh reaches the host through another ssh (ProxyJump), which gave up before.
    private static func isOfJumpHost(_ lines: [String]) -> Bool { lines.contains { $0.contains("UNKNOWN port 65535") } }

    /// With the host that it is about, where ssh names it.
    private static func jumpReason(_ line: String, _ reason: String) -> String {
        let words = line.split(separator: " ")
        guard let at = words.firstIndex(of: "host"), words.count > at + 3, words[at + 2] == "port" else {
            return reason
        }
        return "\(words[at + 1]) port \(words[at + 3].prefix { $0 != ":" }): \(reason)"
    }

    private static func lines(_ text: String) -> [String] {
        text.split { $0.isNewline }.map(String.init).filter { !$0.hasPrefix("Warning: Permanently added") }
    }
}

extension String {
    /// Where `other` first occurs.
    fileprivate func range(of other: String) -> Range<String.Index>? {
        for start in indices where self[start...].hasPrefix(other) {
            return start..<index(start, offsetBy: other.count)
        }
        return nil
    }
}
