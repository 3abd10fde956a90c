public import FerryCore

/// Writes a payload or tag manifest of a bag, version 1.0.
public final class BagManifestWriter: RecordWriter {
    private let output: LineWriter
    private let algorithm: DigestAlgorithm
    private let directory: RelativePath

    /// - Parameter directory: What the records' paths are relative to, as seen from the bag.
    public init(_ sink: any ByteSink, _ algorithm: DigestAlgorithm, below directory: RelativePath) {
        output = LineWriter(sink)
        self.algorithm = algorithm
        self.directory = directory
    }

    public func append(_ record: Record) throws(ManifestError) {
        if let reason = BagPath.refusal(of: record.path, record.kind) {
            throw .notExpressible(record.path, reason, .bagit)
        }
        guard let digest = record.digest(algorithm) else {
            throw .notExpressible(record.path, .missingDigest(algorithm), .bagit)
        }
        let path = directory.appending(record.path).bytes
        var line: [UInt8] = []
        Hexadecimal.append(digest.bytes, to: &line)
        line += "  ".utf8
        // Blanks before a name are none of it, and nor is this sign; behind it, everything is.
        if let first = path.first, " \t*".utf8.contains(first) { line.append(UInt8(ascii: "*")) }
        BagPath.append(path, to: &line)
        line.append(UInt8(ascii: "\n"))
        try output.write(line)
    }

    public func finish(isComplete: Bool) throws(ManifestError) {
        try output.flush()
    }
}
