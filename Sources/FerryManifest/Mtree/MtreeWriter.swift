public import FerryCore

/// Writes files of mtree(8), one full path a line as `mtree -C` does. Every name can be written.
public final class MtreeWriter: RecordWriter {
    private let output: LineWriter
    private let algorithms: [DigestAlgorithm]

    /// - Parameter algorithms: Of those that mtree has: md5, sha1, sha256, sha384, sha512.
    public init(_ sink: any ByteSink, algorithms: [DigestAlgorithm]) throws(ManifestError) {
        output = LineWriter(sink)
        self.algorithms = algorithms
        // mtree builds its tree from the root on.
        try output.write(Array("#mtree\n. type=dir\n".utf8))
    }

    public func append(_ record: Record) throws(ManifestError) {
        var line = Array("./".utf8)
        Vis.append(record.path.bytes, to: &line)
        line += " type=\(record.kind.mtreeType)".utf8
        if let permissions = record.permissions { line += " mode=0\(String(permissions, radix: 8))".utf8 }
        if let size = record.size { line += " size=\(size)".utf8 }
        if let modified = record.modified { line += " time=\(modified.decimal)".utf8 }
        if let target = record.linkTarget {
            line += " link=".utf8
            Vis.append(target, to: &line)
        }
        for digest in record.digests where algorithms.contains(digest.algorithm) {
            line += " \(digest.algorithm.rawValue)=\(digest.hexadecimal)".utf8
        }
        if record.isOptional { line += " optional".utf8 }
        line.append(UInt8(ascii: "\n"))
        try output.write(line)
    }

    public func finish(isComplete: Bool) throws(ManifestError) {
        try output.flush()
    }
}
