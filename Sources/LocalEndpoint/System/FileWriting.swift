internal import CSystem
internal import FerryCore
internal import Glibc

extension FileDescriptor {
    /// In bytes. For larger ones the kernel looks for larger pieces of memory, which in a virtual machine nobody has touched yet:
    /// 512 MiB took 1.7 s on ext4 in writes of 2 MiB, and 0.3 s so.
    private static let longestWrite = 256 << 10

    /// Writes all the bytes.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(Errno) {
        var done = 0
        while done < bytes.count {
            let length = min(bytes.count - done, Self.longestWrite)
            done += try counting { pwrite(rawValue, bytes.baseAddress! + done, length, off_t(offset) + done) }
        }
    }

    /// Sets space aside without changing the length. A file system that cannot is no reason to fail.
    func reserve(_ length: Int64) throws(Errno) {
        if length <= 0 || ferry_reserve(rawValue, length) == 0 { return }
        guard errno == EOPNOTSUPP || errno == ENOSYS else { throw Errno.last }
    }

    /// Makes a range read as zeros: by giving its blocks back, or by writing zeros where the file system cannot.
    func punchHole(_ range: ByteRange) throws(Errno) {
        if range.length <= 0 || ferry_punch_hole(rawValue, range.offset, range.length) == 0 { return }
        guard errno == EOPNOTSUPP || errno == ENOSYS else { throw Errno.last }
        let zeros = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(min(range.length, 64 * 1024)), alignment: 8)
        defer { zeros.deallocate() }
        zeros.initializeMemory(as: UInt8.self, repeating: 0)
        var offset = range.offset
        while offset < range.end {
            let count = Int(min(range.end - offset, Int64(zeros.count)))
            try write(UnsafeRawBufferPointer(rebasing: zeros[..<count]), at: offset)
            offset += Int64(count)
        }
    }
}
