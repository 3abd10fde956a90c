public import FerryCore

/// Reads ferry's own format, and refuses a file that is not whole, line by line, as it was written.
public final class NativeReader: RecordReader {
    public let header: NativeHeader
    /// Known once `next` has returned nil.
    public private(set) var trailer: NativeTrailer?

    private let lines: VerifiedLines
    private var order = CanonicalSequence()
    private var counted = NativeTrailer()

    public var dialect: Dialect { .native }
    public var nativeHeader: NativeHeader? { header }
    public var algorithms: [DigestAlgorithm] { header.algorithms }
    public var isOrdered: Bool { true }
    public var line: Int { lines.number }
    public var isComplete: Bool { trailer?.isComplete ?? false }

    /// Reads the header.
    public init(_ source: any SequentialBytes) throws(ManifestError) {
        let lines = LineReader(source)
        guard let first = try lines.next() else { throw .damaged(line: 1, .truncated) }
        // A file that never was a manifest is not one that was changed.
        header = try NativeLine(first, line: 1).header()
        var checks = LineChecks()
        guard lines.isTerminated else { throw .damaged(line: 1, .truncated) }
        if let damage = checks.damage(of: lines.terminated(first)) { throw .damaged(line: 1, damage) }
        self.lines = VerifiedLines(lines, after: first, checks)
    }

    public func next() throws(ManifestError) -> Record? {
        if trailer != nil { return nil }
        guard let text = try lines.next() else { throw .damaged(line: lines.number + 1, .truncated) }
        guard let record = try record(text) else { return nil }
        if let damage = order.admit(record) { throw .damaged(line: lines.number, damage) }
        counted.count(record)
        return record
    }

    /// Nil when this was the last line, and all is as it says.
    @inline(__always)
    private func record(_ text: UnsafeRawBufferPointer) throws(ManifestError) -> Record? {
        var usual = UsualLine(text)
        if let record = usual.record(header.algorithms) { return record }
        let line = try NativeLine(text, line: lines.number)
        if !line.isTrailer { return try line.record() }
        try end(line)
        return nil
    }

    private func end(_ line: NativeLine) throws(ManifestError) {
        let (trailer, digest) = try line.trailer()
        let number = lines.number
        try requireLast(number)
        if digest != lines.digest { throw .damaged(line: number, .wrongTotal("digest of all lines")) }
        var expected = trailer
        expected.isComplete = counted.isComplete
        if expected != counted { throw .damaged(line: number, .wrongTotal("count of entries")) }
        self.trailer = trailer
    }

    /// Whatever follows, right or wrong, was added.
    private func requireLast(_ number: Int) throws(ManifestError) {
        do throws(ManifestError) {
            if try lines.next() == nil { return }
        } catch {
            guard case .damaged(number + 1, let damage) = error else { throw error }
            if case .compressed = damage { throw error }
        }
        throw .damaged(line: number + 1, .afterEnd)
    }
}
