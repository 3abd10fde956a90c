internal import FerryCore

/// A stream whose beginning can be looked at before it is read.
final class PeekedStream: SequentialBytes {
    private let source: any SequentialBytes
    private(set) var start: [UInt8] = []
    private var position = 0
    /// What stopped the reading of the beginning; told where it happened, behind the bytes before it.
    private var failure: (any Error)?

    /// Reads the beginning: as much as tells files apart, or all of a shorter one.
    init(_ source: any SequentialBytes) {
        self.source = source
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        do {
            while start.count < buffer.count {
                let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
                if count == 0 { break }
                start += buffer[..<count]
            }
        } catch {
            failure = error
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if position == start.count {
            if let failure { throw failure }
            return try source.read(into: buffer)
        }
        let piece = start[position...].prefix(buffer.count)
        buffer.copyBytes(from: piece)
        position += piece.count
        if position == start.count { (start, position) = ([], 0) }
        return piece.count
    }
}
