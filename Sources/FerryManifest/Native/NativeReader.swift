package import FerryCore

/// Reads ferry's own format, and refuses a file that is not whole, line by line, as it was written.
package final class NativeReader: RecordReader {
    package let header: NativeHeader
    /// Known once `next` has returned nil.
    package private(set) var trailer: NativeTrailer?

    private let lines: LineReader
    private var sums: NativeSums
    private var order = CanonicalSequence()
    private var counted = NativeTrailer()

    package var dialect: Dialect { .native }
    package var algorithms: [DigestAlgorithm] { header.algorithms }
    package var isOrdered: Bool { true }
    package var line: Int { lines.number }
    package var isComplete: Bool { trailer?.isComplete ?? false }

    /// Reads the header.
    package init(_ source: any SequentialBytes) throws(ManifestError) {
        lines = LineReader(source)
        sums = NativeSums()
        guard let first = try lines.next() else { throw .damaged(line: 1, .truncated) }
        // A file that never was a manifest is not one that was changed.
        header = try NativeLine(first, line: 1).header()
        try Self.verify(lines, first, &sums)
        sums.endLine(lines.terminated(first), checked: first.count - NativeSums.endLength)
    }

    package func next() throws(ManifestError) -> Record? {
        if trailer != nil { return nil }
        guard let text = try lines.next() else { throw .damaged(line: lines.number + 1, .truncated) }
        try Self.verify(lines, text, &sums)
        guard let record = try record(text) else { return nil }
        sums.endLine(lines.terminated(text), checked: text.count - NativeSums.endLength)
        if let damage = order.admit(record) { throw .damaged(line: lines.number, damage) }
        counted.count(record)
        return record
    }

    /// Nil when this was the last line, and all is as it says.
    private func record(_ text: UnsafeRawBufferPointer) throws(ManifestError) -> Record? {
        var usual = UsualLine(text)
        if let record = usual.record(header.algorithms) { return record }
        let line = try NativeLine(text, line: lines.number)
        if !line.isTrailer { return try line.record() }
        try end(line)
        return nil
    }

    /// Holds a line against its check.
    private static func verify(
        _ lines: LineReader, _ text: UnsafeRawBufferPointer, _ sums: inout NativeSums
    ) throws(ManifestError) {
        let end = text.count - NativeSums.endLength
        let label = end - NativeSums.label.utf8CodeUnitCount
        guard lines.isTerminated else { throw .damaged(line: lines.number, .truncated) }
        guard label > 0, text.starts(with: NativeSums.label, at: label), text.starts(with: "\"}", at: text.count - 2)
        else { throw .damaged(line: lines.number, .malformed("the line does not end in its check")) }
        // As text, since the case of its digits is part of no later check on the last line.
        let check = sums.check(text.slice(0..<end))
        for place in 0..<8
        where text[end + place] != Hexadecimal.digit(UInt8(check >> UInt32(28 - 4 * place) & 15)) {
            throw .damaged(line: lines.number, .changed)
        }
    }

    private func end(_ line: NativeLine) throws(ManifestError) {
        let (trailer, digest) = try line.trailer()
        if digest != sums.digestOfLines() { throw .damaged(line: lines.number, .wrongTotal("digest of all lines")) }
        var expected = trailer
        expected.isComplete = counted.isComplete
        if expected != counted { throw .damaged(line: lines.number, .wrongTotal("count of entries")) }
        let number = lines.number
        if try lines.next() != nil { throw .damaged(line: number + 1, .afterEnd) }
        self.trailer = trailer
    }
}
