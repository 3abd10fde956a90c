public import FerryCore

/// Paths as manifests of bags have them: percent-encoded where they would break a line (RFC 8493, section 2.1.3).
public enum BagPath {
    public static let payload = RelativePath(unchecked: Array("data".utf8))

    /// Why an entry cannot be named in a bag; nil if it can.
    public static func refusal(of path: RelativePath, _ kind: EntryKind) -> ManifestError.Reason? {
        if kind != .file { return .kind(kind) }
        return String(validating: path.bytes, as: UTF8.self) == nil ? .name : nil
    }

    static func append(_ path: some Collection<UInt8>, to line: inout [UInt8]) {
        for byte in path {
            switch byte {
            case UInt8(ascii: "\n"): line += "%0A".utf8
            case UInt8(ascii: "\r"): line += "%0D".utf8
            case UInt8(ascii: "%"): line += "%25".utf8
            default: line.append(byte)
            }
        }
    }

    private static func isEncoded(_ byte: UInt8, _ version: BagVersion) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || (byte == UInt8(ascii: "%") && version.isStrict)
    }

    /// Decodes what the version encodes, and leaves every other `%` as it is.
    static func decode(_ text: some Collection<UInt8>, _ version: BagVersion) -> [UInt8] {
        var path: [UInt8] = []
        path.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            let value = byte == UInt8(ascii: "%") ? Hexadecimal.decode(rest.prefix(2))?.first : nil
            switch value {
            case let value? where isEncoded(value, version):
                path.append(value)
                rest = rest.dropFirst(2)
            default: path.append(byte)
            }
        }
        return path
    }

    /// The path of a line, which has to stay in the bag.
    static func read(
        _ text: some Collection<UInt8>, _ version: BagVersion, line: Int
    ) throws(ManifestError) -> RelativePath {
        let bytes = decode(text, version)
        if bytes.first == UInt8(ascii: "~") { throw .damaged(line: line, .unsafePath(bytes)) }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw .damaged(line: line, .malformed("the path is not UTF-8"))
        }
        return try RelativePath(checked: bytes, line: line)
    }
}
