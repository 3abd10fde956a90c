internal import FerryCore

/// What the file of a private key says without its passphrase.
public struct PrivateKeyFile: Sendable {
    /// The kind of the key, such as "ssh-ed25519"; nil where only libssh2 can tell.
    public let type: String?
    public let isEncrypted: Bool

    private static let magic = Array("openssh-key-v1\0".utf8)

    /// Nil for what is no private key.
    public init?(_ content: [UInt8]) {
        let lines = content.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
        guard let start = lines.firstIndex(where: { $0.starts(with: "-----BEGIN ".utf8) }) else { return nil }
        let label = String(decoding: lines[start].dropFirst("-----BEGIN ".utf8.count), as: UTF8.self)
        let body = lines[(start + 1)...].prefix { !$0.starts(with: "-----".utf8) }
        switch label {
        case "OPENSSH PRIVATE KEY-----":
            guard let bytes = Base64.decode(Array(body.joined())), let key = Self.openSSH(bytes) else { return nil }
            (type, isEncrypted) = key
        case "ENCRYPTED PRIVATE KEY-----": (type, isEncrypted) = (nil, true)
        case "RSA PRIVATE KEY-----", "EC PRIVATE KEY-----", "PRIVATE KEY-----":
            type = label.hasPrefix("RSA") ? "ssh-rsa" : nil
            isEncrypted = body.contains { $0.starts(with: "Proc-Type: 4,ENCRYPTED".utf8) }
        default: return nil
        }
    }

    /// OpenSSH's PROTOCOL.key: cipher, KDF and its options, how many keys, and the public one.
    private static func openSSH(_ bytes: [UInt8]) -> (String?, Bool)? {
        guard bytes.starts(with: magic) else { return nil }
        var reader = MessageReader(bytes, from: magic.count)
        guard let cipher = try? reader.string(), (try? reader.string()) != nil, (try? reader.string()) != nil,
            let count = try? reader.uint32(), count == 1, let blob = try? reader.string(),
            let key = HostKey(blob: Array(blob))
        else { return nil }
        return (key.type, !cipher.elementsEqual("none".utf8))
    }
}
