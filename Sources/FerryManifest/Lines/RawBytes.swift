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

    /// Printable ASCII without a quote or backslash: text that is a JSON string as it is.
    var isPlainText: Bool {
        guard count >= 8 else { return allSatisfy { EightBytes(repeating: $0).notPlain == 0 } }
        // The last eight may overlap those before.
        var odd = EightBytes(self, at: count &- 8).notPlain
        var done = 0
        while count &- done > 8 {
            odd |= EightBytes(self, at: done).notPlain
            done &+= 8
        }
        return odd == 0
    }
}

/// Eight bytes of a text that are looked at together. The high bit of a byte of a mask says that the byte is one of those that were
/// asked for; one above such a byte may be set as well, so that only a mask of 0 is exact.
struct EightBytes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits = ones << 7

    let word: UInt64

    init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    init(repeating byte: UInt8) { word = Self.ones &* UInt64(byte) }

    /// Which bytes equal `byte`.
    @inline(__always)
    func equal(_ byte: UInt8) -> UInt64 {
        let difference = word ^ Self.ones &* UInt64(byte)
        return (difference &- Self.ones) & ~difference & Self.highBits
    }

    /// Which bytes have no place in plain text.
    @inline(__always)
    var notPlain: UInt64 {
        let controls = (word &- Self.ones &* 0x20) & ~word & Self.highBits
        return controls | word & Self.highBits | equal(0x7F) | equal(UInt8(ascii: "\"")) | equal(UInt8(ascii: "\\"))
    }

    /// The number that eight decimal digits stand for; nil where others are among them.
    ///
    /// Neighbours are joined three times: digits to pairs, pairs to fours, fours to the whole.
    @inline(__always)
    var decimal: Int64? {
        let digits = word ^ Self.ones &* 0x30
        guard (digits | (digits &+ Self.ones &* 6)) & (Self.ones &* 0xF0) == 0 else { return nil }
        let pairs = (digits &* 10 &+ digits &>> 8) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 100 &+ pairs &>> 16) & 0x0000_FFFF_0000_FFFF
        return Int64((fours &* 10_000 &+ fours &>> 32) & 0xFFFF_FFFF)
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
