/// What a record takes in of a source's file, in a few bytes: for files that get their names long after they were read.
public struct RecordedSide: Sendable {
    let words: RecordFingerprint.Words

    public static let length = MemoryLayout<RecordFingerprint.Words>.size

    public init(_ file: RecordedFile) {
        words = RecordFingerprint.words(of: file)
    }

    /// - Parameter bytes: As `bytes` gave them, in the same process.
    public init(bytes: some RandomAccessCollection<UInt8>) {
        precondition(bytes.count == Self.length)
        words = Array(bytes).withUnsafeBytes { $0.loadUnaligned(as: RecordFingerprint.Words.self) }
    }

    public var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }
}
