internal import FerryEndpoints

/// What the end of an ssh process means. ssh ends with 255 whatever happened to the connection, so its last words are all
/// there is to tell causes apart; this table is the only place that looks at them.
enum SSHDiagnosis {
    /// A phrase of OpenSSH's (sshconnect.c, sshconnect2.c, packet.c, clientloop.c, ssh.c), and what it stands for.
    private struct Sign {
        let phrase: String
        let code: EndpointError.Code
        /// Our words for it; nil keeps ssh's.
        let reason: String?

        init(_ phrase: String, _ code: EndpointError.Code, _ reason: String? = nil) {
            self.phrase = phrase
            self.code = code
            self.reason = reason
        }
    }

    /// The first that occurs counts.
    private static let signs = [
        Sign(
            "REMOTE HOST IDENTIFICATION HAS CHANGED", .untrustedHost,
            "the host key has changed since it was last seen; if that is right, remove the old one with 'ssh-keygen -R'"
        ),
        Sign("REVOKED HOST KEY", .untrustedHost, "the host key is revoked"),
        Sign(
            "Host key verification failed", .untrustedHost,
            "the host key is not known; check it by connecting with ssh once, or use --strict-host-key-checking=accept-new"
        ),
        Sign("Permission denied (", .authenticationFailed),
        Sign("Too many authentication failures", .authenticationFailed),
        Sign("No more authentication methods", .authenticationFailed),
        Sign("Connection refused", .unreachable, "connection refused"),
        Sign("Could not resolve hostname", .unreachable, "the host name is not known"),
        Sign("No route to host", .unreachable, "no route to host"),
        Sign("Network is unreachable", .unreachable, "the network is unreachable"),
        Sign("timed out", .timedOut, "connection timed out"),
        Sign("not responding", .timedOut, "the server does not respond"),
        Sign("subsystem request failed", .unsupported, SSHService.sftp.refusal),
        Sign("exec request failed", .unsupported, SSHService.command("").refusal),
        Sign("Connection reset", .unreachable, "the connection was reset"),
        Sign("Connection closed", .unreachable, "the server closed the connection"),
        Sign("Broken pipe", .unreachable, "the connection was lost"),
    ]

    /// ssh's own exit status; any other one is that of the command there.
    private static let ownStatus: Int32 = 255

    /// - Parameter status: The exit status; nil where the process has not ended.
    static func failure(status: Int32?, lastWords: String, of service: SSHService) -> ConnectionFailure {
        if case .command = service, let status, status != ownStatus {
            let reason = lines(lastWords).last ?? "it ended with status \(status)"
            return ConnectionFailure(.unsupported, reason)
        }
        for sign in signs where lastWords.contains(sign.phrase) {
            return ConnectionFailure(sign.code, sign.reason ?? line(of: lastWords, containing: sign.phrase))
        }
        let last = lines(lastWords).last
        switch status {
        case nil: return ConnectionFailure(.unreachable, "the connection was lost")
        case 127: return ConnectionFailure(.unsupported, last ?? "the remote shell program was not found")
        case let status?: return ConnectionFailure(.unreachable, last ?? "the connection ended with status \(status)")
        }
    }

    /// The line without the address that ssh puts before it, and with a small first letter.
    private static func line(of text: String, containing phrase: String) -> String {
        let line = lines(text).last { $0.contains(phrase) } ?? phrase
        let cause = line.range(of: phrase).map { String(line[$0.lowerBound...]) } ?? line
        let trimmed = cause.hasSuffix(".") ? String(cause.dropLast()) : cause
        return trimmed.prefix(1).lowercased() + trimmed.dropFirst()
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
