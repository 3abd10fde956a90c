internal import FerryCore

/// A list of byte records that stays in memory while it is small and goes to an unnamed temporary file when it is not.
/// Read forwards or backwards, once it is complete.
final class RecordSpool {
    private var memory: [UInt8] = []
    private var file: TemporaryFile?
    /// A part of the file, around what was read last.
    private var window: (start: Int, bytes: [UInt8]) = (0, [])
    private var spilled = 0
    private(set) var count = 0

    /// About a hundred thousand paths; beyond that memory must not grow with the tree.
    private static let memoryLimit = 8 << 20
    private static let windowLength = 128 << 10
    private static let framing = MemoryLayout<UInt32>.size

    /// Each record is framed by its length on both sides, so that it can be found from either end.
    func append(_ record: [UInt8]) {
        let length = withUnsafeBytes(of: UInt32(record.count).littleEndian) { Array($0) }
        memory += length
        memory += record
        memory += length
        count += 1
        if memory.count > Self.memoryLimit { spill() }
    }

    private func spill() {
        if file == nil { file = try? TemporaryFile() }
        // Without room for a temporary file the list stays in memory: slower to grow, but complete.
        guard let file, (try? memory.withUnsafeBytes({ try file.write($0, at: spilled) })) != nil else { return }
        spilled += memory.count
        memory.removeAll(keepingCapacity: true)
    }

    func forEach(_ body: ([UInt8]) -> Void) {
        var position = 0
        while position < spilled + memory.count {
            let length = length(at: position)
            body(bytes(at: position + Self.framing, count: length))
            position += length + 2 * Self.framing
        }
    }

    func forEachReversed(_ body: ([UInt8]) -> Void) {
        var position = spilled + memory.count
        while position > 0 {
            let length = length(at: position - Self.framing)
            position -= length + 2 * Self.framing
            body(bytes(at: position + Self.framing, count: length))
        }
    }

    private func length(at position: Int) -> Int {
        bytes(at: position, count: Self.framing).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    }

    /// A record never lies on both sides of the border, because memory is spilled whole.
    private func bytes(at position: Int, count: Int) -> [UInt8] {
        if position >= spilled { return Array(memory[(position - spilled)..<(position - spilled + count)]) }
        if position < window.start || position + count > window.start + window.bytes.count {
            window = self.window(around: position, count: count)
        }
        return Array(window.bytes[(position - window.start)...].prefix(count))
    }

    /// Serves both directions.
    private func window(around position: Int, count: Int) -> (start: Int, bytes: [UInt8]) {
        let start = max(0, position - Self.windowLength / 2)
        let length = min(spilled - start, max(Self.windowLength, position + count - start))
        var bytes = [UInt8](repeating: 0, count: length)
        let read = bytes.withUnsafeMutableBytes { try? file?.read(into: $0, at: start) }
        precondition(read == length, "a temporary file of ours lost what was written to it")
        return (start, bytes)
    }
}
