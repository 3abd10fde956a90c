internal import FerryCore

/// An item of a source, as spooled: the source's number and the length of the path there (4 bytes each), its size, the seconds
/// and the nanoseconds of its time (8 bytes each), both paths.
struct DeferredCheckFile {
    let source: Int
    let original: RelativePath
    /// That of the transfer.
    let path: RelativePath
    let size: Int64
    let modified: Timestamp?

    private static let headerLength = 32

    init(_ item: SourceItem) {
        source = item.source
        original = item.originalEntry.path
        path = item.entry.path
        (size, modified) = (item.entry.size, item.entry.modified)
    }

    init(bytes: ArraySlice<UInt8>) {
        let header = Array(bytes.prefix(Self.headerLength)).withUnsafeBytes { header in
            (
                source: header.loadUnaligned(as: UInt32.self),
                length: header.loadUnaligned(fromByteOffset: 4, as: UInt32.self),
                times: (1..<4).map { header.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self) }
            )
        }
        source = Int(header.source)
        size = header.times[0]
        modified =
            header.times[1] == .min ? nil : Timestamp(seconds: header.times[1], nanoseconds: Int32(header.times[2]))
        let paths = bytes.dropFirst(Self.headerLength)
        original = RelativePath(unchecked: Array(paths.prefix(Int(header.length))))
        path = RelativePath(unchecked: Array(paths.dropFirst(Int(header.length))))
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        func append(_ number: some FixedWidthInteger) { withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) } }
        append(UInt32(source))
        append(UInt32(original.bytes.count))
        append(size)
        append(modified?.seconds ?? .min)
        append(Int64(modified?.nanoseconds ?? 0))
        return bytes + original.bytes + path.bytes
    }
}
