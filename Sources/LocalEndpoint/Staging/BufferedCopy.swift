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
}
