internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Moves the bytes of one file into a staged one. One instance a thread, for the sake of its buffer.
final class FileCopy {
    private let context: RunContext
    private let buffer: UnsafeMutableRawBufferPointer
    /// How far the present copy has come, or the last one came, in bytes of the file.
    private(set) var reached: Int64 = 0
    /// Whether the kernel or the server copied bytes that nobody here has seen.
    private(set) var hasPassedBy = false
    private var pace = SlicePace()

    /// Larger buffers gained nothing on pread and pwrite; the kernel's own copy needs none.
    private static let bufferSize = 256 * 1024
    /// Below this a read and a write cost less than asking the kernel to copy. What is copied far away keeps what else
    /// belongs to it there, and saves the way of its bytes at any length.
    private var spliceMinimum: Int64 { context.destination.capabilities.cheapReads ? 64 * 1024 : 1 }
    /// Runs of zeros are looked for in pieces of a file system block.
    private static let holeGranule = 4096

    init(context: RunContext) {
        self.context = context
        buffer = .allocate(byteCount: Self.bufferSize, alignment: 4096)
    }

    deinit {
        buffer.deallocate()
    }

    /// Copies from `start` to the end, which is where the listing saw it: a file that grows as fast as it is read has no
    /// other. Returns the file's whole length. `observer` sees all bytes, which then do not go past this process, unless it
    /// `yields` to whoever can copy them without. `action` is what progress is told of.
    func copy(
        _ entry: Entry, from reader: any ByteReader, to staged: any StagedFile, start: Int64 = 0,
        for action: Action? = nil, observer: (any ContentObserver)? = nil, yields: Bool = false,
        leaving checkpoints: Checkpoints? = nil
    ) throws(EndpointError) -> Int64 {
        (reached, hasPassedBy) = (start, false)
        var offset = start
        if observer == nil || yields, !context.options.writing.sparse, entry.size - start >= spliceMinimum {
            offset = try splice(entry, from: reader, to: staged, start: start, for: action)
        }
        hasPassedBy = offset > start
        // What did not pass through here is not in the digest of what is there.
        let (checkpoints, observer) = hasPassedBy ? (nil, nil) : (checkpoints, observer)
        while entry.kind != .file || offset < entry.size {
            try context.requireRunning(entry)
            let wanted = entry.kind == .file ? Int(min(entry.size - offset, Int64(buffer.count))) : buffer.count
            let count = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
            if count == 0 { break }
            let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            observer?.observe(piece)
            try write(piece, to: staged, at: offset)
            checkpoints?.wrote(piece, to: staged)
            offset += Int64(count)
            reached = offset
            context.tally.sent(Int64(count), of: action, done: offset)
        }
        return offset
    }

    private func splice(
        _ entry: Entry, from reader: any ByteReader, to staged: any StagedFile, start: Int64, for action: Action?
    ) throws(EndpointError) -> Int64 {
        var offset = start
        while offset < entry.size {
            try context.requireRunning(entry)
            let (length, begun) = (min(pace.length, entry.size - offset), ContinuousClock.now)
            let taken = try staged.splice(from: reader, length: length, at: offset)
            if taken == 0 { break }
            if taken == pace.length { pace.took(begun.duration(to: .now)) }
            offset += taken
            reached = offset
            context.tally.sent(taken, of: action, done: offset)
        }
        return offset
    }

    private func write(
        _ bytes: UnsafeRawBufferPointer, to staged: any StagedFile, at offset: Int64
    ) throws(EndpointError) {
        guard context.options.writing.sparse else { return try staged.write(bytes, at: offset) }
        var start = 0
        while start < bytes.count {
            let isHole = granule(of: bytes, at: start).isAllZero
            var end = start
            while end < bytes.count && granule(of: bytes, at: end).isAllZero == isHole { end += Self.holeGranule }
            end = min(end, bytes.count)
            let range = ByteRange(offset: offset + Int64(start), length: Int64(end - start))
            if isHole {
                try staged.hole(range)
            } else {
                try staged.write(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), at: range.offset)
            }
            start = end
        }
    }

    private func granule(of bytes: UnsafeRawBufferPointer, at start: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + Self.holeGranule, bytes.count)])
    }
}

extension RunContext {
    /// Throws when the run is to end.
    func requireRunning(_ entry: Entry) throws(EndpointError) {
        guard job.cancellation.isCancelled else { return }
        throw EndpointError(.cancelled, .write, path: entry.path, location: destination.location)
    }
}
