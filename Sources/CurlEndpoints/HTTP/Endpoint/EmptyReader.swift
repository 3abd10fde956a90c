internal import FerryEndpoints

/// Nothing: an empty file, or a range beyond the end.
final class EmptyReader: ByteReader {
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int { 0 }
    func verifyUnchanged() {}
}
