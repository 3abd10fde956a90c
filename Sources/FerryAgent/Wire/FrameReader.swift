internal import FerryEndpoints

/// Takes messages off a stream. Used by one thread.
final class FrameReader {
    private let stream: any ByteStream
    private var buffer = [UInt8](repeating: 0, count: 512 * 1024)
    private var start = 0
    private var end = 0

    init(_ stream: any ByteStream) {
        self.stream = stream
    }

    /// Reads up to and with the other side's greeting, and returns its version. Nil where the stream ends before that.
    /// `timedOut` where nothing comes for so many seconds.
    func greeting(within seconds: Int?) throws(ConnectionFailure) -> UInt8? {
        var skipped = 0
        while true {
            let magic = Greeting.magic
            let place = (start..<max(start, end - magic.count)).first { place in
                buffer[place..<(place + magic.count)].elementsEqual(magic)
            }
            if let place {
                start = place + magic.count + 1
                return buffer[start - 1]
            }
            let noise = max(0, end - start - magic.count)
            start += noise
            skipped += noise
            if skipped > Greeting.mostNoise { throw .violation("it is no ferry agent") }
            guard let isOpen = try fill(seconds.map { Int32(clamping: $0 * 1000) } ?? -1) else {
                throw ConnectionFailure(.timedOut, "no answer within \(seconds ?? 0) seconds")
            }
            if !isOpen { return nil }
        }
    }

    /// The next message; nil at the end of the stream. Calls `whenIdle` whenever nothing has come for `idleTime`
    /// milliseconds (-1: never).
    func next(
        idleTime: Int32 = -1, whenIdle: () throws(ConnectionFailure) -> Void = { () throws(ConnectionFailure) in }
    ) throws(ConnectionFailure) -> Frame? {
        guard try require(4, idleTime, whenIdle) else {
            if end > start { throw .cutOff }
            return nil
        }
        let length = Int(number(at: start))
        guard length >= Frame.headerLength - 4, length <= Frame.longest else {
            throw .violation("a message of \(length) bytes")
        }
        guard try require(length + 4, idleTime, whenIdle) else { throw .cutOff }
        guard let kind = Frame.Kind(rawValue: buffer[start + 4]) else {
            throw .violation("a message of kind \(buffer[start + 4])")
        }
        let content = Array(buffer[(start + Frame.headerLength)..<(start + 4 + length)])
        let frame = Frame(kind: kind, call: number(at: start + 5), content: content[...])
        start += length + 4
        return frame
    }

    private func number(at offset: Int) -> UInt32 {
        buffer[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Waits until so many bytes are there; false when the stream ends before.
    private func require(
        _ count: Int, _ idleTime: Int32, _ whenIdle: () throws(ConnectionFailure) -> Void
    ) throws(ConnectionFailure) -> Bool {
        while end - start < count {
            switch try fill(idleTime) {
            case nil: try whenIdle()
            case false?: return false
            case true?: break
            }
        }
        return true
    }

    /// Reads some more; false at the end of the stream, nil when nothing came in time.
    private func fill(_ milliseconds: Int32) throws(ConnectionFailure) -> Bool? {
        if start == end { (start, end) = (0, 0) }
        if buffer.count - end < buffer.count / 2 {
            buffer.removeSubrange(..<start)
            (start, end) = (0, end - start)
            buffer.append(contentsOf: repeatElement(0, count: max(0, Frame.longest * 2 - buffer.count)))
        }
        let end = end
        guard let count = try read(at: end, milliseconds) else { return nil }
        self.end += count
        return count > 0
    }

    private func read(at end: Int, _ milliseconds: Int32) throws(ConnectionFailure) -> Int? {
        let result = buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(ConnectionFailure) in
                try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[end...]), waiting: milliseconds)
            }
        }
        return try result.get()
    }
}
