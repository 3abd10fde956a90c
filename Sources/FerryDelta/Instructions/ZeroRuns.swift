internal import Glibc

/// Long runs of zeros in literal bytes.
enum ZeroRuns {
    /// The first run of whole units of zeros, where units are aligned in the file; nil when there is none.
    static func first(in bytes: UnsafeRawBufferPointer, fileOffset: Int, unit: Int) -> Range<Int>? {
        var start = (unit - fileOffset % unit) % unit
        while start + unit <= bytes.count {
            if isZero(bytes.baseAddress! + start, unit) {
                var end = start + unit
                while end + unit <= bytes.count && isZero(bytes.baseAddress! + end, unit) { end += unit }
                return start..<end
            }
            start += unit
        }
        return nil
    }

    private static func isZero(_ bytes: UnsafeRawPointer, _ length: Int) -> Bool {
        bytes.load(as: UInt8.self) == 0 && memcmp(bytes, bytes + 1, length - 1) == 0
    }
}
