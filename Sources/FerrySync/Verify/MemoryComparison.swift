internal import Glibc

extension Slice<UnsafeMutableRawBufferPointer> {
    /// Whether both hold the same bytes, by memcmp: `elementsEqual` is some thirty times slower.
    func elementsEqualBytes(_ other: Self) -> Bool {
        guard count == other.count else { return false }
        let left = UnsafeRawBufferPointer(rebasing: self), right = UnsafeRawBufferPointer(rebasing: other)
        return count == 0 || memcmp(left.baseAddress!, right.baseAddress!, count) == 0
    }
}

extension UnsafeRawBufferPointer {
    /// Whether every byte is zero: the first is, and each equals its successor.
    var isAllZero: Bool {
        guard let base = baseAddress, count > 0 else { return true }
        return base.load(as: UInt8.self) == 0 && memcmp(base, base + 1, count - 1) == 0
    }
}
