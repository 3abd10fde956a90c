public import FerryCore

/// Opens a manifest or check file of whatever kind, told by its content, compressed or not.
public enum ManifestOpening {
    /// Opens a file that was opened before anew, from its beginning.
    public typealias Again = () throws(ManifestError) -> any RecordReader

    /// - Parameter algorithm: What digests without a name are of; nil concludes it from their length. See
    ///   `CheckFileName.algorithm`.
    public static func open(
        _ source: any SequentialBytes, algorithm: DigestAlgorithm? = nil
    ) throws(ManifestError) -> any RecordReader {
        var stream = PeekedStream(source)
        if stream.start.starts(with: GzipReader.magic) { stream = PeekedStream(GzipReader(stream)) }
        return try reader(stream, algorithm)
    }

    private static func reader(
        _ stream: PeekedStream, _ algorithm: DigestAlgorithm?
    ) throws(ManifestError) -> any RecordReader {
        let start = stream.start
        // Without a line to go by, what there is to tell is why there is none.
        if start.isEmpty { _ = try LineReader(stream).peek() }
        if start.starts(with: "{".utf8) { return try NativeReader(stream) }
        if start.starts(with: HashdeepReader.columnMark.text) {
            return try HashdeepReader(stream, isNul: start.contains(0))
        }
        if start.starts(with: "#mtree".utf8) { return MtreeReader(stream) }
        let isNul = start.contains(0)
        var hasNames = false
        for line in start.split(separator: isNul ? 0 : UInt8(ascii: "\n")).prefix(1000) {
            switch kind(of: line, isNul: isNul) {
            case .sums: return CheckFileReader(stream, algorithm: algorithm, isNul: isNul)
            case .mtree: return MtreeReader(stream)
            case .sfv: return SFVReader(stream)
            case nil: hasNames = hasNames || isSFV(line)
            }
        }
        // Every name begins with `#`, which is a comment only to other kinds.
        if hasNames { return SFVReader(stream) }
        throw .damaged(line: 1, .unrecognised)
    }

    private enum LineKind {
        case sums, mtree, sfv
    }

    /// Nil for lines that may stand in files of several kinds: comments and other text.
    private static func kind(of line: ArraySlice<UInt8>, isNul: Bool) -> LineKind? {
        if line.first == UInt8(ascii: "#") { return nil }
        let isSFV = isSFV(line)
        // A name that begins with a date is no CRC-32.
        if isSFV && line.prefix(while: Hexadecimal.isDigit).count == 8 { return .sfv }
        let failure = line.withUnsafeBytes { bytes in Self.failure(of: bytes, isNul: isNul) }
        if failure == nil { return .sums }
        if line.first == UInt8(ascii: ";") { return .sfv }
        let words = line.split(separator: UInt8(ascii: " "))
        if line.starts(with: "/set ".utf8) || words.dropFirst().contains(where: { $0.starts(with: "type=".utf8) }) {
            return .mtree
        }
        return isSFV ? .sfv : failure == .foreign ? nil : .sums
    }

    private static func isSFV(_ line: ArraySlice<UInt8>) -> Bool {
        line.withUnsafeBytes { bytes in
            SFVReader.split(bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes[...]) != nil
        }
    }

    /// Why this is no line of a check file; nil if it is.
    private static func failure(of line: UnsafeRawBufferPointer, isNul: Bool) -> CheckLine.Failure? {
        do throws(CheckLine.Failure) {
            _ = try CheckLine(parsing: line, hasEscapes: !isNul)
            return nil
        } catch {
            return error
        }
    }
}
