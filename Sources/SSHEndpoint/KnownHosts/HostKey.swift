internal import FerryCore

/// The key by which a server proves who it is, as the wire has it (RFC 4253, section 6.6).
public struct HostKey: Hashable, Sendable {
    public let blob: [UInt8]
    /// Its kind: the first field of the blob, such as "ssh-ed25519".
    public let type: String

    /// Nil where the blob does not begin with the name of a kind.
    public init?(blob: [UInt8]) {
        var reader = MessageReader(blob)
        guard let name = try? reader.string(), !name.isEmpty, name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return nil
        }
        self.blob = blob
        type = String(decoding: name, as: UTF8.self)
    }

    /// As ssh-keygen(1) prints it.
    public var fingerprint: String {
        let text = Base64.encode(Hasher.digest(blob, .sha256).bytes)
        return "SHA256:" + text.prefix { $0 != "=" }
    }

    /// As key files and known_hosts have it.
    public var line: String { "\(type) \(Base64.encode(blob))" }
}
