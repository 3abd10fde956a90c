public import FerryCore

extension StagedFile {
    /// A hole where the server knows none. Repeated after an error, it goes on where it was.
    ///
    /// - Parameter position: How far the file is written.
    public func writeZeros(_ range: ByteRange, from position: Int64) throws(EndpointError) {
        let zeros = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
        defer { zeros.deallocate() }
        zeros.initializeMemory(as: UInt8.self, repeating: 0)
        var offset = max(position, range.offset)
        while offset < range.end {
            let count = Int(min(range.end - offset, Int64(zeros.count)))
            try write(UnsafeRawBufferPointer(rebasing: zeros[..<count]), at: offset)
            offset += Int64(count)
        }
    }
}
