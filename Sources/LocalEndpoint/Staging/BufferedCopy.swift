internal import Glibc

extension FileDescriptor {
    /// Copies bytes of another file by reading and writing them. Returns how many there were.
    func copyThroughBuffer(from source: CInt, at sourceOffset: Int64, length: Int64, to offset: Int64) throws(Errno)
        -> Int64
    {
        // 256 KiB stay in the second-level cache; larger buffers were not faster.
        let size = Int(min(max(length, 1), 256 * 1024))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 4096)
        defer { buffer.deallocate() }
        var done: Int64 = 0
        while done < length {
            let wanted = Int(min(length - done, Int64(size)))
            let count = try counting { pread(source, buffer.baseAddress!, wanted, off_t(sourceOffset + done)) }
            if count == 0 { break }
            try write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), at: offset + done)
            done += Int64(count)
        }
        return done
    }

    /// Moves bytes within this file, which must reach that far, as memmove does: where the target lies behind the source,
    /// from the end on. Returns how many there were.
    func move(_ source: Int64, length: Int64, to target: Int64) throws(Errno) -> Int64 {
        let size = min(length, 256 * 1024)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(max(size, 1)), alignment: 4096)
        defer { buffer.deallocate() }
        var done: Int64 = 0
        while done < length {
            let count = min(size, length - done)
            let start = target > source ? length - done - count : done
            var filled = 0
            while filled < Int(count) {
                let read = try counting {
                    pread(
                        rawValue, buffer.baseAddress! + filled, Int(count) - filled,
                        off_t(source + start + Int64(filled)))
                }
                if read == 0 { return done }
                filled += read
            }
            try write(UnsafeRawBufferPointer(rebasing: buffer[..<filled]), at: target + start)
            done += count
        }
        return done
    }
}
