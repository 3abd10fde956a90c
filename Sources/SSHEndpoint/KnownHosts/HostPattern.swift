internal import FerryCore

/// The first field of a line of known_hosts: patterns of names, divided by commas, or the hash of one name (sshd(8),
/// "SSH_KNOWN_HOSTS FILE FORMAT"; OpenSSH's match.c and hostfile.c).
enum HostPattern {
    private static let hashMark = Array("|1|".utf8)
    /// What longer a pattern is, OpenSSH matches with nothing.
    private static let longestPattern = 1022

    /// Whether a field covers a host, which is in small letters, and `[host]:port` where the port is not the usual one.
    static func matches(_ field: ArraySlice<UInt8>, _ host: [UInt8]) -> Bool {
        if field.first == UInt8(ascii: "|") { return isHash(field, of: host) }
        var isCovered = false
        for pattern in field.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let isNegated = pattern.first == UInt8(ascii: "!")
            let rest = (isNegated ? pattern.dropFirst() : pattern).map(lowercased)
            guard rest.count <= longestPattern else { return false }
            guard glob(rest, host) else { continue }
            if isNegated { return false }
            isCovered = true
        }
        return isCovered
    }

    /// `|1|SALT|HASH`: the hash is HMAC-SHA1 of the name, with the salt as its key.
    private static func isHash(_ field: ArraySlice<UInt8>, of host: [UInt8]) -> Bool {
        guard field.starts(with: hashMark) else { return false }
        let parts = field.dropFirst(hashMark.count).split(
            separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
        guard parts.count == 2, let salt = Base64.decode(parts[0]), let hash = Base64.decode(parts[1]),
            salt.count == DigestAlgorithm.sha1.digestLength
        else { return false }
        return HMAC.authenticate(host, key: salt, .sha1) == hash
    }

    /// `*` stands for any bytes, `?` for one. Only the last `*` is returned to: what an earlier one took could not help.
    private static func glob(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        var (position, index) = (0, 0)
        var resumption: (position: Int, index: Int)?
        while index < text.count {
            if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
                position += 1
                resumption = (position, index)
            } else if position < pattern.count,
                pattern[position] == UInt8(ascii: "?") || pattern[position] == text[index]
            {
                position += 1
                index += 1
            } else if let last = resumption {
                (position, index) = (last.position, last.index + 1)
                resumption = (position, index)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
