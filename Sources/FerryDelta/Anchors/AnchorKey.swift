internal import FerryCore

/// The 32 bits by which an anchor is looked up: the low half of XXH3-64 over the L bytes that begin at it.
@inline(__always)
func anchorKey(_ anchor: UnsafeRawPointer, length: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: XXH3.hash64(anchor, count: length))
}
