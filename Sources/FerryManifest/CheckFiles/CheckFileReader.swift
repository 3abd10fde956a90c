public import FerryCore

/// Reads the files of `sha256sum` and its kin, of `--tag`, OpenSSL and `xxhsum`. Lines of several kinds may stand in one
/// file. Several digests of one file are several records.
public final class CheckFileReader: RecordReader {
    public private(set) var dialect: Dialect
    public private(set) var warnings: [ManifestWarning] = []

    private let lines: LineReader
    private let algorithm: DigestAlgorithm?
    private let isNul: Bool
    private var layout: CheckLine.Layout?
    /// Once a line of that kind was read.
    private var usual: UsualCheckLine?

    public var line: Int { lines.number }

    /// A file may have that many lines of other text before it is refused.
    private static let mostWarnings = 1000

    /// - Parameters:
    ///   - algorithm: What digests without a name are of, such as by the name of the file; nil concludes it from their
    ///     length.
    ///   - isNul: Whether lines end in NUL, and nothing is escaped (`-z`).
    public init(_ source: any SequentialBytes, algorithm: DigestAlgorithm? = nil, isNul: Bool = false) {
        lines = LineReader(source, terminator: isNul ? 0 : UInt8(ascii: "\n"))
        self.algorithm = algorithm
        self.isNul = isNul
        dialect = .sums(algorithm ?? .sha256, nul: isNul)
    }

    public func next() throws(ManifestError) -> Record? {
        while let text = try lines.next() {
            if let record = usual?.record(text) { return record }
            if text.isEmpty || text.first == UInt8(ascii: "#") || text.elementsEqual([UInt8(ascii: "\r")]) { continue }
            guard let line = try read(text) else { continue }
            note(line)
            return Record(path: try RelativePath(checked: line.name, line: lines.number), digests: [line.digest])
        }
        return nil
    }

    /// Nil for a line of other text.
    private func read(_ text: UnsafeRawBufferPointer) throws(ManifestError) -> CheckLine? {
        do throws(CheckLine.Failure) {
            return try CheckLine(parsing: text, algorithm: algorithm, layout: layout, hasEscapes: !isNul)
        } catch {
            switch error {
            case .malformed(let what): throw .damaged(line: lines.number, .malformed(what))
            case .foreign: try warn()
            }
            return nil
        }
    }

    /// Other text is passed over, as coreutils do. What a file that was cut off ends in is not taken for such text.
    private func warn() throws(ManifestError) {
        if !lines.isTerminated || warnings.count == Self.mostWarnings {
            throw .damaged(line: lines.number, .malformed("not a line of a check file"))
        }
        warnings.append(ManifestWarning(line: lines.number, text: "not a line of a check file"))
    }

    /// The first line says what kind of file this is.
    private func note(_ line: CheckLine) {
        guard layout == nil else { return }
        layout = line.layout
        let algorithm = line.digest.algorithm
        if line.layout == .spaced { usual = UsualCheckLine(algorithm: algorithm) }
        dialect =
            Dialect.xxhsum.possibleAlgorithms!.contains(algorithm)
            ? .xxhsum : line.layout == .tagged ? .bsd : .sums(algorithm, nul: isNul)
    }
}

extension RelativePath {
    /// The name of a file in a check file: `./` before it is left out, and it never leads out of the root.
    public init(checked name: [UInt8], line: Int) throws(ManifestError) {
        var rest = name[...]
        while rest.starts(with: "./".utf8) { rest = rest.dropFirst(2).drop { $0 == Self.separator } }
        if rest.isEmpty { throw .damaged(line: line, .malformed("there is no name")) }
        try self.init(manifest: Array(rest), line: line)
    }
}
