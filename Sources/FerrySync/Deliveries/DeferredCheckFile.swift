internal import FerryCore
internal import FerryState

/// An item of a source, as spooled: the source's number and the length of the path there (4 bytes each), what shows that it is
/// what it was (8 bytes, 0 for nothing), both paths.
struct DeferredCheckFile {
    let source: Int
    let original: RelativePath
    /// That of the transfer.
    let path: RelativePath
    let data: CheckedData

    private static let headerLength = 16

    init(_ item: SourceItem) {
        source = item.source
        original = item.originalEntry.path
        path = item.entry.path
        data = CheckedData(item.entry)
    }

    init(bytes: ArraySlice<UInt8>) {
        let header = Array(bytes.prefix(Self.headerLength)).withUnsafeBytes { header in
            (
                source: header.loadUnaligned(as: UInt32.self),
                length: header.loadUnaligned(fromByteOffset: 4, as: UInt32.self),
                data: header.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            )
        }
        source = Int(header.source)
        data = CheckedData(fingerprint: header.data == 0 ? nil : header.data)
        let paths = bytes.dropFirst(Self.headerLength)
        original = RelativePath(unchecked: Array(paths.prefix(Int(header.length))))
        path = RelativePath(unchecked: Array(paths.dropFirst(Int(header.length))))
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        func append(_ number: some FixedWidthInteger) { withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) } }
        append(UInt32(source))
        append(UInt32(original.bytes.count))
        append(data.fingerprint ?? 0)
        return bytes + original.bytes + path.bytes
    }
}
