public import FerryCore

/// Writes ferry's own format, see docs/manifest-format.md.
public final class NativeWriter: RecordWriter {
    private let output: LineWriter
    private let algorithms: [DigestAlgorithm]
    private var line = JSONLine()
    private var sums = NativeSums()
    private var order = CanonicalSequence()
    private var trailer = NativeTrailer()

    /// Writes the header at once.
    public init(_ sink: any ByteSink, header: NativeHeader) throws(ManifestError) {
        output = LineWriter(sink)
        algorithms = header.algorithms
        line.begin("ferry_manifest")
        line.number(Int64(NativeHeader.version))
        line.field("algorithms")
        line.list(header.algorithms.map(\.rawValue))
        if let root = header.root {
            line.field("root")
            line.name(root, exactly: "root_bytes")
        }
        if !header.options.isEmpty {
            line.field("options")
            line.list(header.options)
        }
        if let created = header.created {
            line.field("created")
            line.time(created)
        }
        try finishLine()
    }

    /// Records have to come in canonical order, each path once.
    public func append(_ record: Record) throws(ManifestError) {
        if let damage = order.admit(record) { throw .damaged(line: Int(trailer.entries) + 2, damage) }
        line.begin("path")
        line.name(record.path.bytes, exactly: "path_bytes")
        line.field("kind")
        line.plain(record.kind.literalName)
        if let size = record.size {
            line.field("size")
            line.number(size)
        }
        if let modified = record.modified {
            line.field("mtime")
            line.time(modified)
        }
        if let permissions = record.permissions {
            line.field("mode")
            line.octal(permissions)
        }
        if let lineCount = record.lineCount {
            line.field("lines")
            line.number(lineCount)
        }
        if let target = record.linkTarget {
            line.field("target")
            line.name(target, exactly: "target_bytes")
        }
        for digest in record.digests {
            line.field(digest.algorithm.jsonName)
            digest.withUnsafeBytes { line.hexadecimal($0) }
        }
        trailer.count(record)
        try finishLine()
    }

    public func finish(isComplete: Bool) throws(ManifestError) {
        line.begin("entries")
        line.number(trailer.entries)
        line.field("files")
        line.number(trailer.files)
        line.field("size")
        line.number(trailer.size)
        line.field("complete")
        line.raw(isComplete ? "true" : "false")
        line.field("sha256")
        sums.digestOfLines().withUnsafeBytes { line.hexadecimal($0) }
        try finishLine()
        try output.flush()
    }

    /// Ends the line with its check, see `NativeSums`.
    private func finishLine() throws(ManifestError) {
        line.field("check")
        line.raw("\"")
        let checked = line.bytes.count
        line.check(sums.check(line.bytes))
        sums.endLine(line.bytes, checked: checked)
        try output.write(line.bytes)
    }
}
