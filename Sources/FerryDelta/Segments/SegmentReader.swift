internal import FerryCore
internal import Synchronization

/// Hands out the segments of a file, in order, to any number of threads. Memory is bounded by the number of windows: a
/// thread waits until one is free.
final class SegmentReader: @unchecked Sendable {
    private struct Progress {
        var number = 0
        var isAtEnd = false
        /// Of a stream: the last bytes that were read, which the next window begins with.
        var carried: [UInt8] = []
    }

    /// Of all windows together, unless a single one takes more: blocks have up to 256 MiB in files that come from anyone.
    private static let mostMemory = 512 << 20

    // The stream is used only while `progress` is locked.
    private let new: Content
    private let segmentLength: Int
    private let margin: Int
    private let windowCapacity: Int
    private let free: Channel<ByteBuffer>
    private let progress = Mutex(Progress())

    /// `margin`: how many bytes before and after its own a segment can see.
    init(_ new: Content, segmentLength: Int, margin: Int, threads: Int) {
        self.new = new
        self.segmentLength = segmentLength
        self.margin = margin
        var capacity = segmentLength + 2 * margin
        if case .file(let file) = new { capacity = min(capacity, file.size) }
        windowCapacity = capacity
        // While one result waits for its turn its thread may go on.
        let wanted = threads == 1 ? 1 : 2 * threads
        let windows = max(1, min(wanted, Self.mostMemory / max(capacity, 1)))
        free = Channel(capacity: windows)
        for _ in 0..<windows { free.send(ByteBuffer(capacity: capacity)) }
    }

    /// The next segment; nil at the end, or when `stop` was called.
    func next() throws(DeltaError) -> Segment? {
        switch new {
        case .file(let file): return try next(of: file)
        case .stream(let stream): return try next(of: stream)
        }
    }

    /// Takes back a segment's window.
    func release(_ segment: Segment) { free.send(segment.buffer) }

    /// Lets all threads that wait in `next` end.
    func stop() { free.close() }

    /// A window and the number of a segment are taken together, so that the windows in use always are those of the
    /// lowest segments that are not done, and waiting for the lowest one can never be in vain.
    private func next(of file: any RandomAccessBytes) throws(DeltaError) -> Segment? {
        let taken = progress.withLock { progress -> (Int, ByteBuffer)? in
            guard progress.number * segmentLength < file.size, let buffer = free.receive() else { return nil }
            defer { progress.number += 1 }
            return (progress.number, buffer)
        }
        guard let (number, buffer) = taken else { return nil }
        let start = number * segmentLength
        let windowStart = max(0, start - margin)
        let windowEnd = min(file.size, start + segmentLength + margin)
        let window = UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[..<(windowEnd - windowStart)])
        try file.readFully(into: window, at: windowStart)
        return segment(number, windowStart: windowStart, windowEnd: windowEnd, buffer)
    }

    private func next(of stream: any SequentialBytes) throws(DeltaError) -> Segment? {
        try progress.withLock { progress throws(DeltaError) in
            guard !progress.isAtEnd, let buffer = free.receive() else { return nil }
            let start = progress.number * segmentLength
            let windowStart = max(0, start - margin)
            let carried = progress.carried.count
            progress.carried.withUnsafeBytes { buffer.bytes.copyMemory(from: $0) }
            let wanted = start + segmentLength + margin - windowStart
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[carried..<wanted])
            let windowEnd = windowStart + carried + (try stream.fill(rest))
            if windowEnd <= start { return nil }
            let segment = segment(progress.number, windowStart: windowStart, windowEnd: windowEnd, buffer)
            progress.number += 1
            progress.isAtEnd = segment.isLast
            let keptFrom = min(max(0, start + segmentLength - margin), windowEnd)
            progress.carried = Array(segment.bytes(keptFrom..<windowEnd))
            return segment
        }
    }

    private func segment(_ number: Int, windowStart: Int, windowEnd: Int, _ buffer: ByteBuffer) -> Segment {
        let start = number * segmentLength
        return Segment(
            number: number, starts: start..<min(start + segmentLength, windowEnd),
            isLast: windowEnd <= start + segmentLength, windowStart: windowStart,
            windowLength: windowEnd - windowStart, buffer: buffer)
    }
}
