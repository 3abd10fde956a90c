public import FerryCore

/// A native delta as a file: a header, then instructions in order of the new file.
///
///     offset  size  field
///          0     8  "ferrydlt"
///          8     1  version: 1
///          9     1  digest of the new file: 1 xxh128, 2 sha256
///         10     8  size of the old file, little-endian
///         18     8  size of the new file, little-endian; all ones where it was not known yet
///         26        instructions; numbers have seven bits a byte (LEB128)
///                   4 * length + 0: that many bytes follow
///                   4 * length + 1: copy; then the distance from the end of the last copy's range of the old file to
///                                   this one's start, as 2 * d, or -2 * d - 1 where it is negative
///                   4 * length + 2: zeros; not where the size of the new file is all ones, so that a few bytes cannot
///                                   ask for a file of any size without saying so in the header
///                   3:              the end; then size of the new file, 8 bytes little-endian, and its digest
public enum DeltaFile {
    public static let magic = Array("ferrydlt".utf8)
    static let version: UInt8 = 1
    static let unknownSize = UInt64.max

    enum Kind: UInt64 {
        case literal = 0
        case copy = 1
        case hole = 2
        case end = 3
    }

    /// The digests that a delta may carry, with their numbers in the file.
    static let digestNumbers: [(number: UInt8, algorithm: DigestAlgorithm)] = [(1, .xxh128), (2, .sha256)]

    /// The digest that decides whether a patched file is the right one, as strong as the block hashes.
    public static func digestAlgorithm(for hash: StrongHash) -> DigestAlgorithm {
        switch hash {
        case .xxh128: .xxh128
        case .sha256: .sha256
        }
    }
}

/// Writes a native delta.
public final class DeltaFileWriter: InstructionSink {
    private let output: BufferedOutput
    private var newSize: Int64 = 0
    private var lastCopyEnd: Int64 = 0

    /// `newSize`: nil where it is not known yet; there may be no holes then. `algorithm`: that of the digest which `finish`
    /// will be given, `xxh128` or `sha256`.
    public init(
        oldSize: Int, newSize: Int?, algorithm: DigestAlgorithm, to sink: any ByteSink
    ) throws(DeltaError) {
        guard let number = DeltaFile.digestNumbers.first(where: { $0.algorithm == algorithm })?.number else {
            preconditionFailure("a delta cannot carry \(algorithm)")
        }
        output = BufferedOutput(sink)
        try output.append(DeltaFile.magic)
        try output.append(DeltaFile.version)
        try output.append(number)
        try output.appendLittleEndian(UInt64(oldSize))
        try output.appendLittleEndian(newSize.map { UInt64($0) } ?? DeltaFile.unknownSize)
    }

    public func accept(_ instruction: Instruction, literal: UnsafeRawBufferPointer) throws(DeltaError) {
        let length = instruction.target.length
        newSize += length
        switch instruction.origin {
        case .literal:
            try appendTag(.literal, length)
            try output.append(literal)
        case .hole:
            try appendTag(.hole, length)
        case .old(let offset):
            try appendTag(.copy, length)
            let distance = offset - lastCopyEnd
            try output.appendVariable(UInt64(bitPattern: distance << 1 ^ distance >> 63))
            lastCopyEnd = offset + length
        }
    }

    /// To be called after the last instruction, with the new file's digest.
    public func finish(_ digest: Digest) throws(DeltaError) {
        try output.appendVariable(DeltaFile.Kind.end.rawValue)
        try output.appendLittleEndian(UInt64(newSize))
        try output.append(digest.bytes)
        try output.flush()
    }

    private func appendTag(_ kind: DeltaFile.Kind, _ length: Int64) throws(DeltaError) {
        try output.appendVariable(UInt64(length) << 2 | kind.rawValue)
    }
}
