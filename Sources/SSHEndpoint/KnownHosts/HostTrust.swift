internal import FerryEndpoints

/// Whether a server is the one that was meant, by the key that it proved to have (`--strict-host-key-checking`).
struct HostTrust {
    let host: HostName
    let files: KnownHostsFiles
    let checking: SSHOptions.HostKeyChecking

    /// What a key was accepted for.
    enum Trust {
        case full
        /// The user said so, and that is all: no password is sent there.
        case withoutPasswords
    }

    func require(_ key: HostKey) throws(ConnectionFailure) -> Trust {
        let shown = "\(key.type) \(key.fingerprint)"
        switch try files.read().verdict(on: key, of: host) {
        case .known: return .full
        case .revoked: throw refusal("its host key \(shown) is revoked")
        case .unknown(let others): return try accept(key, shown, others)
        case .changed(let line):
            if checking == .no { return .withoutPasswords }
            throw refusal(
                "the host key has changed: it is \(shown) now, and another one in \(line); if that is right, remove that line"
            )
        case .authority(let line):
            if checking == .no { return .withoutPasswords }
            throw refusal(
                "the host key \(shown) is vouched for by a certificate (@cert-authority in \(line)), which libssh2 does "
                    + "not understand; use --ssh-transport=ssh")
        }
    }

    /// A host that is known by a key of another kind is not new: whoever stands between would offer just that.
    private func accept(_ key: HostKey, _ shown: String, _ others: [String]) throws(ConnectionFailure) -> Trust {
        if checking == .no { return others.isEmpty ? .full : .withoutPasswords }
        guard others.isEmpty else {
            throw refusal(
                "the host key is \(shown), but the host is known by one of another kind (\(others.joined(separator: ", "))); "
                    + "check it by connecting with ssh once")
        }
        guard checking == .acceptNew else {
            throw refusal(
                "the host key \(shown) is not known; compare it with the host's own, then use "
                    + "--strict-host-key-checking=accept-new")
        }
        try files.add(key, of: host)
        return .full
    }

    private func refusal(_ reason: String) -> ConnectionFailure {
        ConnectionFailure(.untrustedHost, reason, whileConnecting: true)
    }
}
