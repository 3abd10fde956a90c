internal import FerryEndpoints

/// Cuts what a server sends into messages. What is small is read ahead in one call; what is large is read right where it
/// stays.
struct FrameReader: ~Copyable {
    /// No answer to a request of ours is longer: data and names come in the pieces that we ask for.
    static let longestMessage = 1 << 20
    /// Often enough for whoever watches the time.
    static let tick: Int32 = 200

    private let stream: any ByteStream
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    private var start = 0
    private var end = 0

    init(_ stream: any ByteStream) {
        self.stream = stream
    }

    deinit {
        buffer.deallocate()
    }

    /// What came and was not taken for a message.
    var unread: [UInt8] { Array(buffer[start..<end]) }

    /// The next message without its length; nil at the end. `idle` is called while nothing comes, `moved` when something does.
    mutating func next(
        idle: () throws(ConnectionFailure) -> Void, moved: () -> Void = {}
    ) throws(ConnectionFailure) -> [UInt8]? {
        while end - start < 4 {
            guard try fill(idle, moved) else {
                if end == start { return nil }
                throw .cutOff
            }
        }
        let length = Int(UInt32(bigEndian: buffer.loadUnaligned(fromByteOffset: start, as: UInt32.self)))
        guard (5...Self.longestMessage).contains(length) else { throw .violation("a message of \(length) bytes") }
        start += 4
        return try message(of: length, idle, moved)
    }

    private mutating func message(
        of length: Int, _ idle: () throws(ConnectionFailure) -> Void, _ moved: () -> Void
    ) throws(ConnectionFailure) -> [UInt8] {
        let present = min(length, end - start)
        let stream = self.stream
        let source = UnsafeMutableRawBufferPointer(rebasing: buffer[start..<start + present])
        start += present
        var failure: ConnectionFailure?
        let message = [UInt8](unsafeUninitializedCapacity: length) { bytes, count in
            let target = UnsafeMutableRawBufferPointer(bytes)
            target.copyMemory(from: UnsafeRawBufferPointer(source))
            count = present
            do throws(ConnectionFailure) {
                while count < length {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: target[count..<length])
                    count += try Self.read(from: stream, into: rest, idle, moved)
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return message
    }

    /// Returns false at the end.
    private mutating func fill(
        _ idle: () throws(ConnectionFailure) -> Void, _ moved: () -> Void
    ) throws(ConnectionFailure) -> Bool {
        if start > 0 {
            let rest = buffer[start..<end]
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest))
            (start, end) = (0, end - start)
        }
        while true {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[end...])
            if let count = try stream.read(into: room, waiting: Self.tick) {
                moved()
                end += count
                return count > 0
            }
            try idle()
        }
    }

    private static func read(
        from stream: any ByteStream, into buffer: UnsafeMutableRawBufferPointer,
        _ idle: () throws(ConnectionFailure) -> Void, _ moved: () -> Void
    ) throws(ConnectionFailure) -> Int {
        while true {
            guard let count = try stream.read(into: buffer, waiting: tick) else {
                try idle()
                continue
            }
            moved()
            if count == 0 { throw .cutOff }
            return count
        }
    }
}
