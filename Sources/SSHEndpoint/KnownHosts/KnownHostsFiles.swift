public import FerryEndpoints
internal import Glibc

/// The files by which hosts are known: the user's, the first of which takes new hosts, and the machine's.
public struct KnownHostsFiles: Hashable, Sendable {
    private let user: [String]
    private let machine: [String]

    public init(user: [String], machine: [String]) {
        self.user = user
        self.machine = machine
    }

    /// Files that are not there say nothing; one that cannot be read might have revoked the key.
    public func read() throws(ConnectionFailure) -> KnownHosts {
        var files: [(name: String, content: [UInt8])] = []
        for name in user + machine {
            if let content = try SmallFile.content(of: name) { files.append((name, content)) }
        }
        return KnownHosts(files)
    }

    /// Adds a host at the end of the user's first file. One write of one line, so that others may do the same.
    public func add(_ key: HostKey, of host: HostName) throws(ConnectionFailure) {
        guard let name = user.first else { return }
        let content = try SmallFile.content(of: name) ?? []
        let start = content.isEmpty || content.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]
        try SmallFile.append(start + host.text + Array(" \(key.line)\n".utf8), to: name)
    }
}
