/// How much a payload holds: `Payload-Oxum` in `bag-info.txt` (RFC 8493, section 2.2.2).
public struct PayloadOxum: Hashable, Sendable {
    public static let label = "Payload-Oxum"

    public var bytes: Int64
    public var files: Int

    public init(bytes: Int64 = 0, files: Int = 0) {
        self.bytes = bytes
        self.files = files
    }

    /// Reads `BYTES.FILES`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let bytes = Int64(parts[0]), let files = Int(parts[1]), bytes >= 0, files >= 0 else {
            return nil
        }
        self.init(bytes: bytes, files: files)
    }

    public mutating func add(size: Int64) {
        bytes += size
        files += 1
    }

    /// What a `bag-info.txt` says of the payload, the last time that it does; nil where it does not. What is odd about
    /// it is told.
    public static func read(
        bagInfo text: TagText, tell: (ManifestWarning) -> Void
    ) throws(ManifestError) -> PayloadOxum? {
        let tags = try BagTag.read(text).filter { $0.label.lowercased() == label.lowercased() }
        for tag in tags.dropLast() { tell(ManifestWarning(line: tag.line, text: "\(label) is said more than once")) }
        guard let tag = tags.last else { return nil }
        guard let oxum = PayloadOxum(tag.value) else {
            throw .damaged(line: tag.line, .malformed("'\(tag.shown)' is no \(label)"))
        }
        return oxum
    }
}

extension PayloadOxum: CustomStringConvertible {
    public var description: String { "\(bytes).\(files)" }
}
