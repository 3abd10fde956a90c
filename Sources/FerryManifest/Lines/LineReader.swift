internal import FerryCore

/// Cuts a file into lines. A line is handed out as it lies in the buffer, without its terminator, and is valid until the
/// next call.
final class LineReader {
    /// Far more than the longest path with every byte escaped and a dozen digests.
    static let longestLine = 1 << 20

    private let source: any SequentialBytes
    /// May be changed between lines.
    var terminator: UInt8
    private var buffer: UnsafeMutableRawBufferPointer
    private var available = 0..<0
    private var sourceEnded = false
    /// The number of the line that was handed out last, counted from 1.
    private(set) var number = 0
    /// Whether the line that was handed out last ended with the terminator; only a file's last line may not.
    private(set) var isTerminated = false

    init(_ source: any SequentialBytes, terminator: UInt8 = UInt8(ascii: "\n")) {
        self.source = source
        self.terminator = terminator
        buffer = .allocate(byteCount: 128 << 10, alignment: 64)
    }

    deinit { buffer.deallocate() }

    func next() throws(ManifestError) -> UnsafeRawBufferPointer? {
        var searched = 0
        while true {
            let rest = UnsafeRawBufferPointer(rebasing: buffer[available])
            if let end = rest.offset(of: terminator, from: searched) {
                isTerminated = true
                return take(rest, count: end, consumed: end + 1)
            }
            searched = rest.count
            if searched > Self.longestLine { throw .damaged(line: number + 1, .tooLong) }
            if sourceEnded {
                isTerminated = false
                return rest.isEmpty ? nil : take(rest, count: rest.count, consumed: rest.count)
            }
            try refill()
        }
    }

    /// The byte that the next line begins with, if only its terminator; nil at the end.
    func peek() throws(ManifestError) -> UInt8? {
        while available.isEmpty && !sourceEnded { try refill() }
        return available.isEmpty ? nil : buffer[available.lowerBound]
    }

    /// The line that was handed out last, with its terminator, if it `isTerminated`.
    func terminated(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: line.baseAddress, count: line.count + (isTerminated ? 1 : 0))
    }

    private func take(_ rest: UnsafeRawBufferPointer, count: Int, consumed: Int) -> UnsafeRawBufferPointer {
        number += 1
        available = (available.lowerBound + consumed)..<available.upperBound
        return UnsafeRawBufferPointer(rebasing: rest[..<count])
    }

    private func refill() throws(ManifestError) {
        if available.lowerBound > 0 {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[available]))
            available = 0..<available.count
        }
        if available.count == buffer.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 64)
            larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
            buffer.deallocate()
            buffer = larger
        }
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[available.upperBound...])
        let count: Int
        do {
            count = try source.read(into: room)
        } catch let error as GzipError {
            throw .damaged(line: number + 1, .compressed(error))
        } catch {
            throw .reading(error)
        }
        if count == 0 { sourceEnded = true }
        available = available.lowerBound..<available.upperBound + count
    }
}
