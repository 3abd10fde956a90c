internal import FerryCore
internal import FerryEndpoints

extension Endpoint {
    /// The content of a file that is written by hand, or as small. One that is longer than `limit` bytes is an error.
    func content(of entry: Entry, atMost limit: Int64 = .max) throws(EndpointError) -> [UInt8] {
        let reader = try read(entry, range: nil)
        var content: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 * 1024, alignment: 64)
        defer { buffer.deallocate() }
        while case let count = try reader.read(into: buffer), count > 0 {
            content += buffer[..<count]
            guard Int64(content.count) <= limit else {
                throw EndpointError(
                    .unsupported, .read, path: entry.path, location: location,
                    reason: "it is longer than \(limit) bytes, too long for a check file")
            }
        }
        return content
    }
}
