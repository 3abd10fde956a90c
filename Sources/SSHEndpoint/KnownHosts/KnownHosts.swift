/// Which keys hosts are known by: what files of the kind of `~/.ssh/known_hosts` say, one after another.
public struct KnownHosts: Sendable {
    /// What they say of a key.
    public enum Verdict: Hashable, Sendable {
        case known
        /// Nothing of this key. `others`: the kinds of keys by which the host is known.
        case unknown(others: [String])
        /// The host has another key of this kind; where that stands.
        case changed(line: String)
        case revoked
        /// Only an authority is known that vouches for the host in certificates; where that stands.
        case authority(line: String)
    }

    private struct Entry {
        let line: KnownHostsLine
        /// `FILE:NUMBER`
        let place: String
    }

    private let entries: [Entry]

    public init(_ files: [(name: String, content: [UInt8])]) {
        var entries: [Entry] = []
        for file in files {
            let lines = file.content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for (index, text) in lines.enumerated() {
                guard let line = KnownHostsLine(text) else { continue }
                entries.append(Entry(line: line, place: "\(file.name):\(index + 1)"))
            }
        }
        self.entries = entries
    }

    /// Whether any entry is about the host.
    public func mention(_ host: HostName) -> Bool { !entries(of: host.text).isEmpty }

    /// A host with a port of its own may also be known by its name alone, as for ssh.
    public func verdict(on key: HostKey, of host: HostName) -> Verdict {
        let verdict = self.verdict(on: key, of: host.text)
        guard !host.hasUsualPort, case .unknown = verdict else { return verdict }
        switch self.verdict(on: key, of: host.plain) {
        case .known: return .known
        case .revoked: return .revoked
        default: return verdict
        }
    }

    /// The kinds of keys that the host is known by: a server that has several is to be asked for one of these.
    public func types(of host: HostName) -> [String] {
        let exact = types(entries(of: host.text))
        return exact.isEmpty && !host.hasUsualPort ? types(entries(of: host.plain)) : exact
    }

    private func types(_ entries: [Entry]) -> [String] {
        var types: [String] = []
        for entry in entries where entry.line.marker == .none {
            if let type = entry.line.key?.type, !types.contains(type) { types.append(type) }
        }
        return types
    }

    private func entries(of name: [UInt8]) -> [Entry] {
        entries.filter { HostPattern.matches($0.line.hosts, name) }
    }

    private func verdict(on key: HostKey, of name: [UInt8]) -> Verdict {
        let entries = entries(of: name)
        let plain = entries.filter { $0.line.marker == .none }
        if entries.contains(where: { $0.line.marker == .revoked && $0.line.key == key }) { return .revoked }
        if plain.contains(where: { $0.line.key == key }) { return .known }
        if let other = plain.first(where: { $0.line.key?.type == key.type }) { return .changed(line: other.place) }
        if let authority = entries.first(where: { $0.line.marker == .authority }) {
            return .authority(line: authority.place)
        }
        return .unknown(others: types(plain))
    }
}
