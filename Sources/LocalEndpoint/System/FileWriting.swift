internal import CSystem
internal import FerryCore
internal import Glibc

extension FileDescriptor {
    /// Writes all the bytes.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(Errno) {
        var done = 0
        while done < bytes.count {
            done += try counting {
                pwrite(rawValue, bytes.baseAddress! + done, bytes.count - done, off_t(offset) + done)
            }
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
