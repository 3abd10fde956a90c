internal import FerryCore

/// A last-run record: what both sides' entries of one name were when they held the same content, as one number.
///
/// A file that differs in any of these numbers and has the same fingerprint comes along once in 2^64 times, and then
/// counts as unchanged only if its size and time are the same too.
enum RecordFingerprint {
    /// Never equals what `of` returns: the file could have changed since without a trace.
    static let uncertain: UInt64 = 0

    static func of(source: RecordedFile, destination: RecordedFile) -> UInt64 {
        of(source: RecordedSide(source), destination: destination)
    }

    static func of(source: RecordedSide, destination: RecordedFile) -> UInt64 {
        let (left, right) = (source.words, words(of: destination))
        // The time of the destination's file is compared by itself, and may be set anew without a change of content.
        let all = (left.0, left.1, left.2, left.3, left.4, right.0, right.3, right.4)
        return withUnsafeBytes(of: all) { max(1, XXH3.hash64($0.baseAddress!, count: $0.count)) }
    }

    static func of(name: ArraySlice<UInt8>) -> UInt64 {
        name.withUnsafeBytes { $0.isEmpty ? 0 : XXH3.hash64($0.baseAddress!, count: $0.count) }
    }

    typealias Words = (UInt64, UInt64, UInt64, UInt64, UInt64)

    /// Of an inode the change time alone: some file systems number them anew at each mount, and a file that is moved to
    /// a name gets a new change time.
    static func words(of file: RecordedFile) -> Words {
        let time = file.modified ?? Timestamp(seconds: .min)
        let size = UInt64(bitPattern: file.size)
        let seconds = UInt64(bitPattern: time.seconds), nanoseconds = UInt64(time.nanoseconds)
        switch file.version {
        case .inode(_, let changed):
            return (size, seconds, nanoseconds, UInt64(bitPattern: changed.seconds), UInt64(changed.nanoseconds))
        case .tag(let tag): return (size, seconds, nanoseconds, of(name: Array(Version.opaque(tag).utf8)[...]), 1 << 40)
        case nil: return (size, seconds, nanoseconds, 0, 1 << 41)
        }
    }
}
