internal import FerryCore

/// One line of known_hosts.
struct KnownHostsLine {
    enum Marker {
        case none, authority, revoked
    }

    let marker: Marker
    /// Which hosts it is about, see `HostPattern`.
    let hosts: ArraySlice<UInt8>
    /// Nil where the line has none that can be read; it is of no use then.
    let key: HostKey?

    /// Nil for comments, empty lines, and what is no entry at all. Reads as OpenSSH's hostfile.c does.
    init?(_ line: ArraySlice<UInt8>) {
        var rest = line.drop(while: Self.isBlank)
        guard let first = rest.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "\r") else { return nil }
        if first == UInt8(ascii: "@") {
            let word = Self.takeWord(&rest)
            if word.elementsEqual("@cert-authority".utf8) {
                marker = .authority
            } else if word.elementsEqual("@revoked".utf8) {
                marker = .revoked
            } else {
                return nil
            }
        } else {
            marker = .none
        }
        hosts = Self.takeWord(&rest)
        guard !hosts.isEmpty, hosts.first != UInt8(ascii: "@") else { return nil }
        key = Self.key(rest)
    }

    /// The kind and the key; what follows is a comment.
    private static func key(_ text: ArraySlice<UInt8>) -> HostKey? {
        var rest = text
        let type = takeWord(&rest)
        let encoded = takeWord(&rest)
        guard let blob = Base64.decode(encoded), let key = HostKey(blob: blob), key.type.utf8.elementsEqual(type)
        else { return nil }
        return key
    }

    private static func takeWord(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let word = rest.prefix { !isBlank($0) && $0 != UInt8(ascii: "\r") }
        rest = rest[word.endIndex...].drop(while: isBlank)
        return word
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
