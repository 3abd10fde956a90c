public import FerryCore

/// The making of deltas in librsync's format.
public enum LibrsyncDelta {
    /// Where rdiff cuts a literal, in bytes (observed with librsync 2.3.2, whatever the sizes of blocks and buffers).
    private static let longestLiteral = 32768

    /// Writes what `rdiff delta` writes. `inputBufferSize`: that of rdiff in bytes, by default a block. It matters when the signature
    /// is of an empty file: then rdiff passes on its buffers as literals.
    public static func write(
        _ signature: LibrsyncSignature, _ new: Content, to sink: any ByteSink, threads: Int = 1,
        inputBufferSize: Int? = nil
    ) throws(DeltaError) -> DeltaSummary {
        let isOfNothing = signature.sums.isEmpty
        let writer = try LibrsyncDeltaWriter(
            to: sink, longestLiteral: isOfNothing ? inputBufferSize ?? signature.blockSize : longestLiteral)
        let scan = DeltaScan(threads: threads, repeats: .fromFirst)
        let summary = try scan.run(signature.index(), new, into: writer)
        try writer.finish()
        return summary
    }
}
