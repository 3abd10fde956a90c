public import FerryCore

/// The files of hashdeep: `SIZE,MD5,SHA256,NAME`, with the columns named in the second line.
///
/// With `-0` the lines of files end in NUL, and those of the header in line breaks all the same.
///
/// hashdeep writes absolute names unless told otherwise (`-l`), and where it was started: names below that are taken as
/// relative to it.
public final class HashdeepReader: RecordReader {
    public let algorithms: [DigestAlgorithm]
    public private(set) var warnings: [ManifestWarning] = []

    private let lines: LineReader
    private let isNul: Bool
    /// What each column before the name is; nil for digests that are not known here (tiger, whirlpool).
    private let columns: [Column?]
    private var base: [UInt8] = []

    private enum Column: Equatable {
        case size
        case digest(DigestAlgorithm)
    }

    public var dialect: Dialect { .hashdeep }
    public var line: Int { lines.number }

    static let magic: StaticString = "%%%% HASHDEEP-1.0"
    static let columnMark: StaticString = "%%%% "
    private static let originMark: StaticString = "## Invoked from: "

    /// Reads the two lines of the header.
    /// - Parameter isNul: Whether there are NUL bytes in the file, which end the lines of files (`-0`).
    public init(_ source: any SequentialBytes, isNul: Bool = false) throws(ManifestError) {
        lines = LineReader(source)
        self.isNul = isNul
        guard let first = try lines.next(), Self.trimmed(first).elementsEqual(Self.magic.text) else {
            throw .damaged(line: 1, .malformed("hashdeep's first line is '%%%% HASHDEEP-1.0'"))
        }
        guard let second = try lines.next(), second.starts(with: Self.columnMark) else {
            throw .damaged(line: 2, .malformed("the columns are not named here"))
        }
        let names = Self.trimmed(second).dropFirst(Self.columnMark.utf8CodeUnitCount)
            .split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
        guard names.last == "filename", names.count > 1 else {
            throw .damaged(line: 2, .malformed("the last column is not 'filename'"))
        }
        columns = names.dropLast().map { $0 == "size" ? .size : DigestAlgorithm(rawValue: $0).map { .digest($0) } }
        algorithms = columns.compactMap { if case .digest(let algorithm)? = $0 { algorithm } else { nil } }
        let unknown = zip(names, columns).filter { $1 == nil }.map { "'\(DisplayName.escaping($0.0.utf8))'" }
        guard !unknown.isEmpty else { return }
        let words = "\(unknown.joined(separator: ", ")): no such digest is known here"
        if algorithms.isEmpty { throw .damaged(line: 2, .malformed(words)) }
        warnings.append(ManifestWarning(line: 2, text: words))
    }

    public func next() throws(ManifestError) -> Record? {
        while let text = try nextLine() {
            if text.starts(with: Self.originMark) {
                base = Array(Self.trimmed(text).dropFirst(Self.originMark.utf8CodeUnitCount)) + [RelativePath.separator]
            }
            if text.isEmpty || text.starts(with: "##") { continue }
            return try record(isNul ? text[...] : Self.trimmed(text))
        }
        return nil
    }

    private func nextLine() throws(ManifestError) -> UnsafeRawBufferPointer? {
        // Lines of files begin with a number.
        if isNul { lines.terminator = try lines.peek().map(Hexadecimal.isDigit) == true ? 0 : UInt8(ascii: "\n") }
        return try lines.next()
    }

    private func record(_ text: UnsafeRawBufferPointer.SubSequence) throws(ManifestError) -> Record {
        var rest = text
        var size: Int64?
        var digests: [Digest] = []
        for column in columns {
            guard let comma = rest.firstIndex(of: UInt8(ascii: ",")) else { throw malformed("a column is missing") }
            let value = rest[..<comma]
            rest = rest[(comma + 1)...]
            switch column {
            case .size:
                guard let number = Int64(String(decoding: value, as: UTF8.self)), number >= 0 else {
                    throw malformed("the size is no number")
                }
                size = number
            case .digest(let algorithm):
                guard let digest = Digest(algorithm: algorithm, hexadecimal: value) else {
                    throw malformed("the \(algorithm.rawValue) digest is none")
                }
                digests.append(digest)
            case nil: break
            }
        }
        let name = !base.isEmpty && rest.starts(with: base) ? rest.dropFirst(base.count) : rest
        return Record(
            path: try RelativePath(checked: Array(name), line: lines.number), size: size, digests: digests)
    }

    private func malformed(_ what: String) -> ManifestError { .damaged(line: lines.number, .malformed(what)) }

    private static func trimmed(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer.SubSequence {
        line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...]
    }
}

extension StaticString {
    var text: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount) }
}
