public import FerryCore

/// Reads `manifest-ALG.txt`, `tagmanifest-ALG.txt` or `fetch.txt` of a bag: a record for each line.
public final class BagManifestReader: RecordReader {
    /// What the lines of a file are.
    public enum Content: Hashable, Sendable {
        /// `DIGEST PATH`, below `data`.
        case payload(DigestAlgorithm)
        /// `DIGEST PATH`, not below `data`.
        case tags(DigestAlgorithm)
        /// `URL LENGTH PATH`, below `data`; the length may be `-`.
        case fetch
    }

    public private(set) var warnings: [ManifestWarning] = []
    private let lines: LineReader
    private let content: Content
    private let version: BagVersion
    /// How many records there were.
    public private(set) var count = 0

    public init(_ text: TagText, _ content: Content, version: BagVersion) {
        lines = LineReader(text)
        self.content = content
        self.version = version
    }

    public var dialect: Dialect { .bagit }
    public var line: Int { lines.number }

    public func next() throws(ManifestError) -> Record? {
        while let line = try lines.next() {
            let text = (line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...]).drop(while: isBlank)
            if text.isEmpty { continue }
            count += 1
            let record = try record(text)
            if record.path.isInside(BagPath.payload) == (content.isOfTags) {
                throw damage("'\(record.path)' is \(content.isOfTags ? "" : "not ")below 'data'")
            }
            return record
        }
        return nil
    }

    private typealias Text = UnsafeRawBufferPointer.SubSequence

    private func record(_ text: Text) throws(ManifestError) -> Record {
        switch content {
        case .payload(let algorithm), .tags(let algorithm):
            let (word, rest) = try split(text)
            guard let digest = Digest(algorithm: algorithm, hexadecimal: word) else {
                throw damage("the \(algorithm.rawValue) digest is none")
            }
            // Programs such as md5sum mark files that they read as binary ones.
            let name = rest.first == UInt8(ascii: "*") ? rest.dropFirst() : rest
            return Record(path: try path(name), digests: [digest])
        case .fetch:
            let (url, behind) = try split(text)
            let (length, name) = try split(behind)
            guard url.contains(UInt8(ascii: ":")) else { throw damage("'\(DisplayName.escaping(url))' is no URL") }
            let size = Int64(String(decoding: length, as: UTF8.self))
            if size ?? -1 < 0 && !length.elementsEqual("-".utf8) {
                throw damage("'\(DisplayName.escaping(length))' is no length")
            }
            return Record(path: try path(name), size: size)
        }
    }

    private func path(_ text: Text) throws(ManifestError) -> RelativePath {
        if text.starts(with: "./".utf8) {
            warnings.append(ManifestWarning(line: line, text: "the path begins with './'"))
        }
        return try BagPath.read(text, version, line: line)
    }

    /// The first word, and what follows the blanks after it.
    private func split(_ text: Text) throws(ManifestError) -> (Text, Text) {
        let word = text.prefix { !isBlank($0) }
        let rest = text[word.endIndex...].drop(while: isBlank)
        if rest.isEmpty { throw damage("the line ends early") }
        return (word, rest)
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private func damage(_ what: String) -> ManifestError { .damaged(line: line, .malformed(what)) }
}

extension BagManifestReader.Content {
    var isOfTags: Bool { if case .tags = self { true } else { false } }
}
