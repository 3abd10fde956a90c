internal import FerryCore

/// Reads a record's line as ferry itself writes it: fields in the writer's order, no spaces, no escapes. A million lines take a
/// seventh of the time that `NativeLine` needs for them.
///
/// Nothing is refused here. Whatever is not of this form, right or wrong, is left to `NativeLine`. That the line ends in the value
/// of its check was seen before.
struct UsualLine {
    private let text: UnsafeRawBufferPointer
    private var position = 0

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }

    /// The record, or nil where the line is to be read by `NativeLine`. `algorithms` are those of the header, in its order.
    @inline(__always)
    mutating func record(_ algorithms: [DigestAlgorithm]) -> Record? {
        guard passes("{\"path\":\""), let path = path(), passes(",\"kind\":\""), let kind = kind() else { return nil }
        let size = number(after: ",\"size\":")
        let modified = time(after: ",\"mtime\":\"")
        let permissions = mode(after: ",\"mode\":\"")
        let lineCount = number(after: ",\"lines\":")
        var digests: [Digest] = []
        for algorithm in algorithms {
            guard let digest = digest(algorithm) else { continue }
            if digests.isEmpty { digests.reserveCapacity(algorithms.count) }
            digests.append(digest)
        }
        guard passes(","), passes(LineChecks.label), position == text.count - LineChecks.endLength,
            kind == .file || size == nil && lineCount == nil && digests.isEmpty
        else { return nil }
        return Record(
            path: path, kind: kind, size: size, modified: modified, permissions: permissions, digests: digests,
            lineCount: lineCount)
    }

    /// Up to and with the closing quote.
    private mutating func path() -> RelativePath? {
        guard let end = text.offset(of: UInt8(ascii: "\""), from: position) else { return nil }
        let bytes = text.slice(position..<end)
        guard bytes.isUsualPath else { return nil }
        position = end + 1
        return RelativePath(unchecked: Array(bytes))
    }

    private mutating func kind() -> EntryKind? {
        if passes("file\"") { return .file }
        return passes("directory\"") ? .directory : nil
    }

    private mutating func number(after name: StaticString) -> Int64? {
        let start = position
        guard passes(name), let (value, length) = digits(), length <= 18 else {
            position = start
            return nil
        }
        return value
    }

    private mutating func time(after name: StaticString) -> Timestamp? {
        let start = position
        guard passes(name), let (seconds, length) = digits(), length <= 18, passes("."),
            let (nanoseconds, fraction) = digits(), fraction == 9, passes("\"")
        else {
            position = start
            return nil
        }
        return Timestamp(seconds: seconds, nanoseconds: Int32(nanoseconds))
    }

    private mutating func mode(after name: StaticString) -> UInt16? {
        let start = position
        guard passes(name) else { return nil }
        var value: UInt16 = 0
        let first = position
        while position < text.count, text[position] & 0xF8 == 0x30, position - first < 4 {
            value = value << 3 | UInt16(text[position] & 7)
            position += 1
        }
        guard position > first, passes("\"") else {
            position = start
            return nil
        }
        return value
    }

    private mutating func digest(_ algorithm: DigestAlgorithm) -> Digest? {
        let start = position
        let length = 2 * algorithm.digestLength
        guard passes(",\""), passes(algorithm.jsonName), passes("\":\""), position + length < text.count,
            text[position + length] == UInt8(ascii: "\""),
            let digest = Digest(algorithm: algorithm, hexadecimal: text.slice(position..<position + length))
        else {
            position = start
            return nil
        }
        position += length + 1
        return digest
    }

    /// Decimal digits, at least one: their value, which wraps beyond 18 of them, and how many they are.
    private mutating func digits() -> (value: Int64, length: Int)? {
        let start = position
        var value: Int64 = 0
        while text.count &- position >= 8, let eight = EightBytes(text, at: position).decimal {
            value = value &* 100_000_000 &+ eight
            position &+= 8
        }
        while position < text.count {
            let digit = text[position] &- UInt8(ascii: "0")
            if digit > 9 { break }
            value = value &* 10 &+ Int64(digit)
            position += 1
        }
        return position == start ? nil : (value, position - start)
    }

    @inline(__always)
    private mutating func passes(_ literal: StaticString) -> Bool {
        guard text.starts(with: literal, at: position) else { return false }
        position += literal.utf8CodeUnitCount
        return true
    }
}
