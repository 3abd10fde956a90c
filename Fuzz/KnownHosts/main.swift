internal import FuzzDriver
internal import SSHEndpoint

// Whatever known_hosts holds, hosts are looked up in it, and keys are read from files.

let key = HostKey(blob: [0, 0, 0, 3, 0x61, 0x2D, 0x62, 1])!

Fuzzer.run { input in
    let content = Array(input)
    let hosts = KnownHosts([("known_hosts", content)])
    for name in [HostName("host.example", port: nil), HostName("a", port: 2222)] {
        let verdict = hosts.verdict(on: key, of: name)
        // Nobody is known by a file that does not mention him, under his own name or, with a port, the plain one.
        if verdict == .known { precondition(hosts.mention(name) || hosts.mention(name.withUsualPort)) }
        _ = hosts.types(of: name)
    }
    _ = PrivateKeyFile(content)
    _ = HostKey(blob: content)?.fingerprint
    return true
}
