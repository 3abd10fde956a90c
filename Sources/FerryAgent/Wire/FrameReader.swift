internal import FerryCore
internal import FerryEndpoints

/// Takes messages off a stream. Used by one thread.
final class FrameReader {
    private let stream: any ByteStream
    private var buffer = [UInt8](repeating: 0, count: 512 * 1024)
    private var start = 0
    private var end = 0
    private var decompressor: (any BlockDecompressor)?
    /// The messages of a block, and where those begin that were not taken yet.
    private var unpacked: [UInt8] = []
    private var unpackedStart = 0

    init(_ stream: any ByteStream) {
        self.stream = stream
    }

    /// The end of what came in place of a greeting.
    var noise: ArraySlice<UInt8> { buffer[..<end] }

    private static let tick: Int32 = 200

    /// Reads up to and with the other side's greeting, and returns its version. Nil where the stream ends before that.
    /// `timedOut` where it does not come within so many seconds; nil is as many as are usual.
    func greeting(within seconds: Int?) throws(ConnectionFailure) -> UInt8? {
        var skipped = 0
        var time = GreetingTime(seconds: seconds)
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
            if try fill(Self.tick) == false { return nil }
            try time.check(stream)
        }
    }

    /// The next message; nil at the end of the stream. Calls `whenIdle` whenever nothing has come for `idleTime`
    /// milliseconds (-1: never).
    func next(
        idleTime: Int32 = -1, whenIdle: () throws(ConnectionFailure) -> Void = { () throws(ConnectionFailure) in }
    ) throws(ConnectionFailure) -> Frame? {
        if unpackedStart < unpacked.count { return try nextOfBlock() }
        guard try require(4, idleTime, whenIdle) else {
            if end > start { throw .cutOff }
            return nil
        }
        let length = Int(Frame.number(at: start, of: buffer))
        guard length >= Frame.headerLength - 4, length <= Frame.longest else {
            throw .violation("a message of \(length) bytes")
        }
        guard try require(length + 4, idleTime, whenIdle) else { throw .cutOff }
        let frame = try Frame(at: start, of: buffer)
        start += length + 4
        guard frame.kind == .block else { return frame }
        try unpack(frame)
        return try nextOfBlock()
    }

    /// Whether the next message is here already.
    var isReady: Bool {
        if unpackedStart < unpacked.count { return true }
        return end - start >= 4 && end - start >= 4 + Int(Frame.number(at: start, of: buffer))
    }

    // MARK: Blocks

    /// Takes blocks from now on.
    func decompress(by decompressor: any BlockDecompressor) throws(ConnectionFailure) {
        if self.decompressor != nil { throw .violation("compression begins twice") }
        self.decompressor = decompressor
    }

    private func unpack(_ block: Frame) throws(ConnectionFailure) {
        guard let decompressor else { throw .violation("a block where nothing is compressed") }
        let count = Int(block.call)
        guard count >= Frame.headerLength, count <= Frame.longest + 4 else {
            throw .violation("a block of \(count) bytes")
        }
        do throws(DamagedBlock) {
            unpacked = try decompressor.bytes(of: block.content, count: count)
        } catch {
            throw .violation("a damaged block")
        }
        unpackedStart = 0
    }

    /// A block holds whole messages, none of which is a block.
    private func nextOfBlock() throws(ConnectionFailure) -> Frame {
        let rest = unpacked.count - unpackedStart
        guard rest >= Frame.headerLength else { throw .violation("a block ends within a message") }
        let length = Frame.length(at: unpackedStart, of: unpacked)
        guard length >= Frame.headerLength, length <= rest else { throw .violation("a block ends within a message") }
        let frame = try Frame(at: unpackedStart, of: unpacked)
        if frame.kind == .block { throw .violation("a block within a block") }
        unpackedStart += length
        return frame
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
