internal import FerryCore
internal import Glibc

/// An open file descriptor that lines are written to. Once writing fails, as when a reader has gone away, everything
/// further is dropped and the failure remembered: a run does not end because nobody listens. Nor does it wait for a
/// reader that takes nothing once it is cancelled.
struct Descriptor {
    private let file: InterruptibleWrite
    private var buffer: [UInt8] = []
    private(set) var failure: Int32?
    var mode: Mode
    /// What is done, beside dropping everything, when the reader has gone away.
    var whenReaderLeaves: (@Sendable () -> Void)?

    enum Mode {
        case unbuffered, lines, blocks
    }

    private static let blockSize = 16 * 1024

    init(_ number: Int32, mode: Mode, _ cancellation: Cancellation) {
        file = InterruptibleWrite(number, cancellation)
        self.mode = mode
    }

    mutating func append(_ bytes: some Collection<UInt8>) {
        buffer.append(contentsOf: bytes)
        flushIfDue()
    }

    /// A line without its newline.
    mutating func append(line: [UInt8]) {
        buffer.append(contentsOf: line)
        buffer.append(UInt8(ascii: "\n"))
        flushIfDue()
    }

    private mutating func flushIfDue() {
        if mode != .blocks || buffer.count >= Self.blockSize { flush() }
    }

    mutating func flush() {
        defer { buffer.removeAll(keepingCapacity: true) }
        if failure != nil { return }
        failure = buffer.withUnsafeBytes(file.write)
        if failure == EPIPE { whenReaderLeaves?() }
    }
}
