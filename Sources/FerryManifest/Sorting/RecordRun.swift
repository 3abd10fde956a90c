internal import FerryCore
internal import Glibc

/// Records that are in order, one part of a sort.
protocol RecordRun: AnyObject {
    func next() throws(ManifestError) -> SpooledRecord?
}

final class MemoryRun: RecordRun {
    private var rest: IndexingIterator<[SpooledRecord]>

    init(_ records: [SpooledRecord]) {
        rest = records.makeIterator()
    }

    func next() -> SpooledRecord? { rest.next() }
}

final class SpooledRun: RecordRun {
    private let file: RecordSpoolFile
    private var unread: Range<Int>
    private var buffer: UnsafeMutableRawBufferPointer
    private var available = 0..<0

    /// The 125 runs of a million records together hold 2 MiB, and a comparison of manifests has several sorts at a time.
    private static let bufferLength = 16 << 10

    init(_ run: SpoolRun, in file: RecordSpoolFile) {
        self.file = file
        unread = run.range
        buffer = .allocate(byteCount: Self.bufferLength, alignment: 64)
    }

    deinit { buffer.deallocate() }

    func next() throws(ManifestError) -> SpooledRecord? {
        if available.isEmpty && unread.isEmpty {
            release()
            return nil
        }
        try need(4)
        let length = Int(
            UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: available.lowerBound, as: UInt32.self)))
        try need(4 + length)
        let start = available.lowerBound + 4
        available = (start + length)..<available.upperBound
        return SpooledRecord(UnsafeRawBufferPointer(rebasing: buffer[start..<start + length]))
    }

    /// What is sorted outlives its last record.
    private func release() {
        buffer.deallocate()
        buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }

    /// Makes that many bytes available.
    private func need(_ count: Int) throws(ManifestError) {
        if available.count >= count { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, Self.bufferLength), alignment: 64)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[available]))
        buffer.deallocate()
        buffer = larger
        available = 0..<available.count
        while available.count < count {
            let room = min(buffer.count - available.count, unread.count)
            let read = try file.read(
                into: UnsafeMutableRawBufferPointer(
                    rebasing: buffer[available.upperBound..<available.upperBound + room]),
                at: unread.lowerBound)
            if read == 0 { throw .reading(TemporaryFileError(code: EIO)) }
            unread = (unread.lowerBound + read)..<unread.upperBound
            available = 0..<available.count + read
        }
    }
}
