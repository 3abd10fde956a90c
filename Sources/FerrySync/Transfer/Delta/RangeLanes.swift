internal import FerryCore
internal import FerryEndpoints

/// Digests ranges of a file by MD5, four at a time, in the order in which they begin.
struct RangeLanes {
    private let origin: PinnedFile
    private var waiting: ArraySlice<ByteRange>
    private var lanes = MD5Lanes()
    private var readings: [Reading?]

    /// A range that is being read, into a buffer of its own.
    private final class Reading {
        let range: ByteRange
        let reader: any ByteReader
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 4096)
        /// What of the buffer is still to be digested.
        var content = 0..<0
        /// How many bytes are still to be read.
        var left: Int64

        init(_ range: ByteRange, _ reader: any ByteReader) {
            self.range = range
            self.reader = reader
            left = range.length
        }

        deinit { buffer.deallocate() }

        var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[content]) }
        var blocks: Int { content.count / MD5Lanes.blockLength }
    }

    init(of ranges: [ByteRange], _ origin: PinnedFile) {
        self.origin = origin
        waiting = ranges[...]
        readings = Array(repeating: nil, count: MD5Lanes.count)
    }

    /// Goes on until digests are complete, and passes them on; false at the end.
    mutating func advance(_ take: (ByteRange, Digest) -> Void) throws(EndpointError) -> Bool {
        for lane in readings.indices {
            if readings[lane] == nil, let range = waiting.popFirst() {
                readings[lane] = Reading(range, try origin.open(range))
            }
            if let reading = readings[lane] { try fill(reading) }
        }
        if let blocks = readings.compactMap({ $0.map(\.blocks) }).filter({ $0 > 0 }).min() { digest(blocks) }
        for lane in readings.indices {
            guard let reading = readings[lane], reading.left == 0, reading.blocks == 0 else { continue }
            try reading.reader.verifyUnchanged()
            take(reading.range, lanes.finish(lane, rest: reading.bytes))
            readings[lane] = nil
        }
        return !waiting.isEmpty || readings.contains { $0 != nil }
    }

    /// So many blocks of each range that has as many.
    private mutating func digest(_ blocks: Int) {
        let digested = readings.map { reading in reading.flatMap { $0.blocks >= blocks ? $0 : nil } }
        lanes.update(digested.map { $0?.bytes.baseAddress }, blocks: blocks)
        for case let reading? in digested {
            reading.content = reading.content.dropFirst(blocks * MD5Lanes.blockLength)
        }
    }

    /// Reads on where there is no block left.
    private func fill(_ reading: Reading) throws(EndpointError) {
        guard reading.blocks == 0, reading.left > 0 else { return }
        let rest = reading.content.count
        reading.buffer.copyMemory(from: reading.bytes)
        let end = min(reading.buffer.count, rest + Int(clamping: reading.left))
        let room = UnsafeMutableRawBufferPointer(rebasing: reading.buffer[rest..<end])
        let count = try reading.reader.fill(room)
        if count < room.count { throw origin.failure(.changedDuringTransfer) }
        reading.left -= Int64(count)
        reading.content = 0..<end
    }
}
