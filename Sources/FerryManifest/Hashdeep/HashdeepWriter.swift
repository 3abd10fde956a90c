public import FerryCore

/// Writes the files of hashdeep, with names relative to the tree. Names cannot hold line breaks.
public final class HashdeepWriter: RecordWriter {
    private let output: LineWriter
    private let algorithms: [DigestAlgorithm]

    /// - Parameter algorithms: Of those that hashdeep has: md5, sha1, sha256.
    public init(_ sink: any ByteSink, algorithms: [DigestAlgorithm]) throws(ManifestError) {
        output = LineWriter(sink)
        self.algorithms = algorithms
        let columns = (["size"] + algorithms.map(\.rawValue) + ["filename"]).joined(separator: ",")
        try output.write(Array("%%%% HASHDEEP-1.0\n%%%% \(columns)\n## written by ferry\n## \n".utf8))
    }

    public func append(_ record: Record) throws(ManifestError) {
        guard let size = record.size else { throw .notExpressible(record.path, .missingSize, .hashdeep) }
        let name = record.path.bytes
        if name.contains(where: { $0 == UInt8(ascii: "\n") }) || name.last == UInt8(ascii: "\r") {
            throw .notExpressible(record.path, .name, .hashdeep)
        }
        var line = Array(String(size).utf8)
        for algorithm in algorithms {
            guard let digest = record.digest(algorithm) else {
                throw .notExpressible(record.path, .missingDigest(algorithm), .hashdeep)
            }
            line.append(UInt8(ascii: ","))
            Hexadecimal.append(digest.bytes, to: &line)
        }
        // As hashdeep itself names what it found below ".".
        try output.write(line + ",./".utf8 + name + [UInt8(ascii: "\n")])
    }

    public func finish(isComplete: Bool) throws(ManifestError) {
        try output.flush()
    }
}
