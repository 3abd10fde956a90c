public import FerryCore

/// Writes the files of `sha256sum` and its kin, of `--tag` and `xxhsum`: a line for each file.
public final class CheckFileWriter: RecordWriter {
    private let output: LineWriter
    private let dialect: Dialect
    private let algorithms: [DigestAlgorithm]
    private var line: [UInt8] = []

    /// - Parameter algorithms: Those that are written; of `.bsd` several may be, a line for each.
    public init(_ sink: any ByteSink, dialect: Dialect, algorithms: [DigestAlgorithm]) {
        output = LineWriter(sink)
        self.dialect = dialect
        self.algorithms = algorithms
    }

    public func append(_ record: Record) throws(ManifestError) {
        for algorithm in algorithms {
            guard let digest = record.digest(algorithm) else {
                throw .notExpressible(record.path, .missingDigest(algorithm), dialect)
            }
            if dialect == .xxhsum,
                record.path.bytes.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
            {
                throw .notExpressible(record.path, .name, dialect)
            }
            line.removeAll(keepingCapacity: true)
            Self.append(CheckLine(digest: digest, name: record.path.bytes), dialect, to: &line)
            try output.write(line)
        }
    }

    public func finish(isComplete: Bool) throws(ManifestError) {
        try output.flush()
    }

    /// Appends a line and its terminator.
    public static func append(_ line: CheckLine, _ dialect: Dialect, to text: inout [UInt8]) {
        let isNul = if case .sums(_, nul: true) = dialect { true } else { false }
        let isEscaped = !isNul && dialect != .xxhsum && NameEscapes.areNeeded(by: line.name)
        if isEscaped { text.append(UInt8(ascii: "\\")) }
        if dialect == .bsd || dialect == .xxhsum {
            text += DigestTag.text(line.digest.algorithm).utf8
            text += " (".utf8
            append(line.name, isEscaped, to: &text)
            text += ") = ".utf8
            Hexadecimal.append(line.digest.bytes, to: &text)
        } else {
            Hexadecimal.append(line.digest.bytes, to: &text)
            text += "  ".utf8
            append(line.name, isEscaped, to: &text)
        }
        text.append(isNul ? 0 : UInt8(ascii: "\n"))
    }

    private static func append(_ name: [UInt8], _ isEscaped: Bool, to text: inout [UInt8]) {
        if isEscaped { NameEscapes.append(name, to: &text) } else { text += name }
    }
}
