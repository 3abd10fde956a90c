internal import CSystem
internal import Glibc

/// Reads the names in an open directory with getdents64(2).
struct DirectoryEntries: ~Copyable {
    /// The type that a directory says an entry has; `unknown` where the file system does not say.
    enum Hint {
        case directory, symlink, other, unknown
    }

    /// 64 KiB hold about 2,000 names; larger buffers were not measurably faster.
    private static let size = 64 * 1024
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)

    deinit {
        buffer.deallocate()
    }

    /// Calls `body` for every name but `.` and `..`, in the directory's own order.
    func read(
        _ directory: Directory, _ body: (UnsafeBufferPointer<UInt8>, Hint) throws(Errno) -> Void
    ) throws(Errno) {
        while true {
            let length = ferry_getdents64(directory.descriptor.rawValue, buffer.baseAddress!, buffer.count)
            if length < 0 { throw Errno.last }
            if length == 0 { return }
            var offset = 0
            while offset < length {
                let record = UnsafeRawPointer(buffer.baseAddress! + offset)
                offset += Int(record.load(fromByteOffset: 16, as: UInt16.self))
                let name = (record + 19).assumingMemoryBound(to: UInt8.self)
                if Self.isDots(name) { continue }
                let bytes = UnsafeBufferPointer(
                    start: name, count: strlen((record + 19).assumingMemoryBound(to: CChar.self)))
                try body(bytes, Self.hint(record.load(fromByteOffset: 18, as: UInt8.self)))
            }
        }
    }

    private static func isDots(_ name: UnsafePointer<UInt8>) -> Bool {
        let dot = UInt8(ascii: ".")
        return name[0] == dot && (name[1] == 0 || name[1] == dot && name[2] == 0)
    }

    private static func hint(_ type: UInt8) -> Hint {
        switch Int(type) {
        case Int(DT_DIR): .directory
        case Int(DT_LNK): .symlink
        case Int(DT_UNKNOWN): .unknown
        default: .other
        }
    }
}
