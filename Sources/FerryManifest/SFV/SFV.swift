public import FerryCore

/// `.sfv` files: `NAME CRC32`, comments after `;`. Names cannot hold line breaks.
public final class SFVReader: RecordReader {
    private let lines: LineReader

    public var dialect: Dialect { .sfv }
    public var line: Int { lines.number }

    public init(_ source: any SequentialBytes) {
        lines = LineReader(source)
    }

    public func next() throws(ManifestError) -> Record? {
        while let text = try lines.next() {
            var rest = text[...]
            if rest.last == UInt8(ascii: "\r") { rest = rest.dropLast() }
            // Programs of Windows put a byte order mark before the first line.
            if lines.number == 1, rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
            if rest.isEmpty || rest.first == UInt8(ascii: ";") { continue }
            guard let (name, digest) = Self.split(rest) else {
                throw .damaged(line: lines.number, .malformed("not a name and a CRC-32 of eight digits"))
            }
            return Record(
                path: try RelativePath(checked: Self.withSlashes(name), line: lines.number), digests: [digest])
        }
        return nil
    }

    static func split(_ line: UnsafeRawBufferPointer.SubSequence) -> (name: [UInt8], Digest)? {
        guard line.count > 9, let digest = Digest(algorithm: .crc32, hexadecimal: line.suffix(8)) else { return nil }
        let name = line.dropLast(8)
        guard name.last == UInt8(ascii: " ") || name.last == UInt8(ascii: "\t") else { return nil }
        return (Array(name.dropLast()), digest)
    }

    /// Programs of Windows separate directories by backslashes; a name with a slash is not one of theirs.
    private static func withSlashes(_ name: [UInt8]) -> [UInt8] {
        if name.contains(RelativePath.separator) { return name }
        return name.map { $0 == UInt8(ascii: "\\") ? RelativePath.separator : $0 }
    }
}

public final class SFVWriter: RecordWriter {
    private let output: LineWriter

    public init(_ sink: any ByteSink) {
        output = LineWriter(sink)
    }

    public func append(_ record: Record) throws(ManifestError) {
        guard let digest = record.digest(.crc32) else {
            throw .notExpressible(record.path, .missingDigest(.crc32), .sfv)
        }
        let name = record.path.bytes
        // A reader may take a backslash for a slash, and a line break for the end.
        if name.first == UInt8(ascii: ";") || NameEscapes.areNeeded(by: name) {
            throw .notExpressible(record.path, .name, .sfv)
        }
        try output.write(name + [UInt8(ascii: " ")] + digest.hexadecimal.uppercased().utf8 + [UInt8(ascii: "\n")])
    }

    public func finish(isComplete: Bool) throws(ManifestError) {
        try output.flush()
    }
}
