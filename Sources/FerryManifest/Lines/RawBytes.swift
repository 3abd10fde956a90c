internal import Glibc

extension UnsafeRawBufferPointer {
    /// Where a byte first occurs at or after `start`.
    func offset(of byte: UInt8, from start: Int = 0) -> Int? {
        guard start < count, let base = baseAddress, let found = memchr(base + start, Int32(byte), count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// Of literals the compiler makes one or two comparisons.
    @inline(__always)
    func starts(with text: StaticString, at offset: Int = 0) -> Bool {
        let length = text.utf8CodeUnitCount
        guard offset + length <= count, let base = baseAddress else { return false }
        let (mine, other) = (base + offset, UnsafeRawPointer(text.utf8Start))
        if length > 16 { return memcmp(mine, other, length) == 0 }
        if length >= 8 {
            return mine.isEqual(other, as: UInt64.self, at: 0) && mine.isEqual(other, as: UInt64.self, at: length - 8)
        }
        if length >= 4 {
            return mine.isEqual(other, as: UInt32.self, at: 0) && mine.isEqual(other, as: UInt32.self, at: length - 4)
        }
        for index in 0..<length where mine.load(fromByteOffset: index, as: UInt8.self) != text.utf8Start[index] {
            return false
        }
        return true
    }

    func equals(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && starts(with: text) }

    func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[range]) }

    /// Printable ASCII without a quote or backslash: text that is a JSON string as it is. The loop has no branches, so that it
    /// works on many bytes at once.
    var isPlainText: Bool {
        var odd: UInt8 = 0
        for byte in self {
            odd |= (byte &- 0x20 >= 0x5F ? 1 : 0) | (byte == UInt8(ascii: "\\") ? 1 : 0)
            odd |= byte == UInt8(ascii: "\"") ? 1 : 0
        }
        return odd == 0
    }
}

extension UnsafeRawPointer {
    @inline(__always)
    fileprivate func isEqual<Word: FixedWidthInteger & BitwiseCopyable>(
        _ other: UnsafeRawPointer, as word: Word.Type, at offset: Int
    ) -> Bool {
        loadUnaligned(fromByteOffset: offset, as: word) == other.loadUnaligned(fromByteOffset: offset, as: word)
    }
}
