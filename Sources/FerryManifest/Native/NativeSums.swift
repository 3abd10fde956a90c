internal import FerryCore

/// What proves that the lines of a native manifest are those that were written, in the order they were written: the check of each,
/// and the SHA-256 of all lines before the last, which has it. As they are made while lines are written.
struct NativeSums: ~Copyable {
    private var checks = LineChecks()
    // Half of the time that a million records take would go into it.
    private let hasher = BackgroundHasher(.sha256)

    /// The check of a line whose bytes up to the value these are.
    mutating func check(_ bytes: UnsafeRawBufferPointer) -> UInt32 { checks.check(bytes) }

    /// Takes a whole line, its newline included, of which the first `checked` bytes went to `check` before.
    mutating func endLine(_ line: UnsafeRawBufferPointer, checked: Int) {
        checks.end(line.slice(checked..<line.count))
        hasher.update(line)
    }

    /// The SHA-256 of all lines so far.
    mutating func digestOfLines() -> [UInt8] { hasher.finish().bytes }
}
