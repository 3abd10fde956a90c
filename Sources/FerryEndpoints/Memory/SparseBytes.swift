internal import FerryCore

/// The content of a file in memory: pages that were written, zeros elsewhere. Copies share pages until one is written.
struct SparseBytes: Sendable {
    private static let pageSize = 64 * 1024

    private(set) var length: Int64 = 0
    /// How many bytes the pages hold: what a space limit counts. Holes cost nothing.
    private(set) var stored: Int64 = 0
    /// A page is as long as its last written byte needs.
    private var pages: [Int64: [UInt8]] = [:]

    mutating func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        var done = 0
        while done < bytes.count {
            let (page, start) = Self.position(offset + Int64(done))
            let count = min(bytes.count - done, Self.pageSize - start)
            writePage(page, at: start, UnsafeRawBufferPointer(rebasing: bytes[done..<done + count]))
            done += count
        }
        length = max(length, offset + Int64(bytes.count))
    }

    /// Takes a range of another file, which must reach that far.
    mutating func copy(_ range: ByteRange, of other: SparseBytes, at offset: Int64) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pageSize, alignment: 1)
        defer { buffer.deallocate() }
        var done: Int64 = 0
        while done < range.length {
            let part = UnsafeMutableRawBufferPointer(
                rebasing: buffer[..<Int(min(range.length - done, Int64(buffer.count)))])
            _ = other.read(into: part, at: range.offset + done)
            write(UnsafeRawBufferPointer(part), at: offset + done)
            done += Int64(part.count)
        }
    }

    /// How many bytes more a write would store.
    func growth(writing count: Int, at offset: Int64) -> Int64 {
        var copy = Int64(0)
        var done = 0
        while done < count {
            let (page, start) = Self.position(offset + Int64(done))
            let slice = min(count - done, Self.pageSize - start)
            copy += Int64(max(0, start + slice - (pages[page]?.count ?? 0)))
            done += slice
        }
        return copy
    }

    /// Makes a range read as zeros; the length grows to its end.
    mutating func clear(_ offset: Int64, _ count: Int64) {
        for (page, bytes) in pages {
            let start = page * Int64(Self.pageSize)
            let from = max(offset, start)
            let to = min(offset + count, start + Int64(bytes.count))
            guard from < to else { continue }
            if from == start, to == start + Int64(bytes.count) {
                pages[page] = nil
                stored -= Int64(bytes.count)
            } else {
                for index in Int(from - start)..<Int(to - start) { pages[page]![index] = 0 }
            }
        }
        length = max(length, offset + count)
    }

    mutating func truncate(to newLength: Int64) {
        if newLength < length { clear(newLength, length - newLength) }
        length = newLength
    }

    /// Fills the buffer from `offset` and returns how many bytes there were before the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) -> Int {
        let total = Int(max(0, min(Int64(buffer.count), length - offset)))
        var done = 0
        while done < total {
            let (page, start) = Self.position(offset + Int64(done))
            let count = min(total - done, Self.pageSize - start)
            let target = UnsafeMutableRawBufferPointer(rebasing: buffer[done..<done + count])
            readPage(page, at: start, into: target)
            done += count
        }
        return total
    }

    /// The digest of a range, or of as much of it as there is.
    func digest(of range: ByteRange, by algorithm: DigestAlgorithm) -> Digest {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pageSize, alignment: 1)
        defer { buffer.deallocate() }
        var hasher = Hasher(algorithm)
        var offset = range.offset
        while offset < range.end {
            let wanted = Int(min(range.end - offset, Int64(buffer.count)))
            let count = read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: offset)
            if count == 0 { break }
            hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += Int64(count)
        }
        return hasher.finish()
    }

    private func readPage(_ page: Int64, at start: Int, into target: UnsafeMutableRawBufferPointer) {
        let bytes = pages[page] ?? []
        let known = max(0, min(target.count, bytes.count - start))
        bytes.withUnsafeBytes { source in
            if known > 0 { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<start + known])) }
        }
        for index in known..<target.count { target[index] = 0 }
    }

    private mutating func writePage(_ page: Int64, at start: Int, _ source: UnsafeRawBufferPointer) {
        let before = pages[page]?.count ?? 0
        pages[page, default: []].overwrite(at: start, with: source)
        stored += Int64(pages[page]!.count - before)
    }

    private static func position(_ offset: Int64) -> (page: Int64, start: Int) {
        (offset / Int64(pageSize), Int(offset % Int64(pageSize)))
    }
}

extension [UInt8] {
    /// Replaces bytes from `start`, growing with zeros where the array is too short.
    fileprivate mutating func overwrite(at start: Int, with source: UnsafeRawBufferPointer) {
        if count < start + source.count { append(contentsOf: repeatElement(0, count: start + source.count - count)) }
        withUnsafeMutableBytes { target in
            UnsafeMutableRawBufferPointer(rebasing: target[start..<start + source.count]).copyMemory(from: source)
        }
    }
}
