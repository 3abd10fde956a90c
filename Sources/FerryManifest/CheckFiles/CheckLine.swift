public import FerryCore

/// One line of a check file: a digest and the name of the file that has it.
public struct CheckLine: Hashable, Sendable {
    public var digest: Digest
    /// As it stands in the file, escapes decoded: neither checked nor relative to anything yet.
    public var name: [UInt8]
    public var layout: Layout

    public enum Layout: Hashable, Sendable {
        /// `HEX  NAME` or `HEX *NAME`.
        case spaced
        /// `HEX NAME`, as some programs of BSD write it. A file has lines of either layout, not of both: a name may
        /// begin with a space.
        case singleSpace
        /// `SHA256 (NAME) = HEX`, `SHA256(NAME)= HEX`.
        case tagged
    }

    public enum Failure: Error, Hashable, Sendable {
        /// Not like a line of a check file at all: free text, a signature around the list.
        case foreign
        /// Like one, with this wrong.
        case malformed(String)
    }

    /// Reads one line, without its terminator, as coreutils 9.1 do (`digest.c`, `split_3`), and OpenSSL's.
    ///
    /// - Parameters:
    ///   - algorithm: What digests without a name are of; nil concludes it from their length.
    ///   - layout: That of the lines before.
    ///   - hasEscapes: False where lines end in NUL (`-z`).
    public init(
        parsing line: UnsafeRawBufferPointer, algorithm: DigestAlgorithm? = nil, layout: Layout? = nil,
        hasEscapes: Bool = true
    ) throws(Failure) {
        var text = line[...]
        if hasEscapes, text.last == UInt8(ascii: "\r") { text = text.dropLast() }
        text = text.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { throw .malformed("a byte order mark stands before the digest") }
        let isEscaped = hasEscapes && text.first == UInt8(ascii: "\\")
        if isEscaped { text = text.dropFirst() }
        let parts: (digest: Digest, name: UnsafeRawBufferPointer.SubSequence, layout: Layout)
        if let tagged = try Self.tagged(text) {
            parts = (tagged.digest, tagged.name, .tagged)
        } else {
            parts = try Self.plain(text, algorithm: algorithm, layout: layout)
        }
        if parts.name.isEmpty { throw .malformed("there is no name") }
        guard let name = isEscaped ? NameEscapes.decode(parts.name) : Array(parts.name) else {
            throw .malformed("an escape in the name is not '\\n', '\\r' or '\\\\'")
        }
        self.init(digest: parts.digest, name: name, layout: parts.layout)
    }

    public init(digest: Digest, name: [UInt8], layout: Layout = .spaced) {
        self.digest = digest
        self.name = name
        self.layout = layout
    }

    // MARK: Layouts

    private typealias Text = UnsafeRawBufferPointer.SubSequence

    /// Nil when the line does not begin with the name of an algorithm and a parenthesis.
    private static func tagged(_ text: Text) throws(Failure) -> (digest: Digest, name: Text)? {
        guard let open = text.prefix(20).firstIndex(of: UInt8(ascii: "(")) else { return nil }
        var tag = text[..<open]
        if tag.last == UInt8(ascii: " ") { tag = tag.dropLast() }
        guard let algorithm = DigestTag.algorithm(tag) else {
            if DigestTag.looksLikeOne(tag) {
                throw .malformed("the digest '\(DisplayName.escaping(tag))' is not known here")
            }
            return nil
        }
        // A name may hold parentheses, the rest of the line does not.
        guard let close = text.lastIndex(of: UInt8(ascii: ")")), close > open else {
            throw .malformed("there is no closing parenthesis")
        }
        var rest = text[(close + 1)...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard rest.popFirst() == UInt8(ascii: "=") else { throw .malformed("there is no '=' after the name") }
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let digest = Digest(algorithm: algorithm, hexadecimal: rest) else {
            throw .malformed("the \(algorithm.rawValue) digest is none")
        }
        return (digest, text[(open + 1)..<close])
    }

    private static func plain(
        _ text: Text, algorithm: DigestAlgorithm?, layout: Layout?
    ) throws(Failure) -> (digest: Digest, name: Text, layout: Layout) {
        let isXXH3 = text.starts(with: "XXH3_".utf8)
        let start = isXXH3 ? text.dropFirst(5) : text
        let digits = start.prefix { Hexadecimal.isDigit($0) }
        guard let end = start[digits.endIndex...].first, end == UInt8(ascii: " ") || end == UInt8(ascii: "\t") else {
            throw isXXH3 || digits.count >= 8 ? .malformed("no name follows the digest") : .foreign
        }
        var expected = isXXH3 ? .xxh3 : algorithm ?? DigestAlgorithm(digitCount: digits.count)
        // As `b2sum -l 256` writes it.
        if expected == .blake2b, digits.count == 64 { expected = .blake2b256 }
        guard let expected, let digest = Digest(algorithm: expected, hexadecimal: digits) else {
            throw digits.count < 8 ? .foreign : .malformed("\(digits.count) digits are no digest that is expected here")
        }
        let rest = start[(digits.endIndex + 1)...]
        let hasFlag = rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "*")
        if !hasFlag || layout == .singleSpace {
            if layout == .spaced { throw .malformed("one space stands before the name, and two did before") }
            return (digest, rest, .singleSpace)
        }
        return (digest, rest.dropFirst(), .spaced)
    }
}

extension DigestAlgorithm {
    /// The other digest of as many digits that programs write without its name: `xxhsum -H2` and `-H0` beside md5sum and CRC-32.
    public var lookalike: DigestAlgorithm? {
        switch self {
        case .md5: .xxh128
        case .crc32: .xxh32
        default: nil
        }
    }

    /// What a digest without a name most likely is, by the number of its hexadecimal digits.
    public init?(digitCount: Int) {
        switch digitCount {
        case 8: self = .crc32
        case 16: self = .xxh64
        case 32: self = .md5
        case 40: self = .sha1
        case 56: self = .sha224
        case 64: self = .sha256
        case 96: self = .sha384
        case 128: self = .sha512
        default: return nil
        }
    }
}
