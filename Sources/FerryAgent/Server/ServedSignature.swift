internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// The signature of a file, made where the file is.
final class ServedSignature: PieceSource, @unchecked Sendable {
    private let file: [UInt8]
    private var position = 0

    /// Reads the file. The block size is the client's choice, within the format's limits.
    init(
        of entry: Entry, on endpoint: any Endpoint, blockSize: Int, isPublishable: Bool
    ) throws(EndpointError) {
        guard Signature.blockSizes.contains(blockSize) else {
            throw EndpointError(
                .unsupported, .read, path: entry.path, location: "", reason: "blocks of \(blockSize) bytes")
        }
        let builder = SignatureBuilder(blockSize: blockSize, strongHash: isPublishable ? .sha256 : .xxh128)
        let sink = MemorySink()
        do throws(DeltaError) {
            let signature = try builder.signature(of: FileContent(entry: entry, endpoint: endpoint))
            try SignatureFile.write(signature, to: sink)
        } catch {
            if case .reading(let cause as EndpointError) = error { throw cause }
            throw EndpointError(.changedDuringTransfer, .read, path: entry.path, location: "")
        }
        file = sink.bytes
    }

    func next(_ send: (UnsafeRawBufferPointer) -> Void) -> Int? {
        let piece = file[position...].prefix(Frame.mostContent)
        if piece.isEmpty { return nil }
        piece.withUnsafeBytes(send)
        position += piece.count
        return piece.count
    }

    func end() {}
}

/// The content of an entry, each piece of it read from the version that was listed.
private struct FileContent: RandomAccessBytes {
    let entry: Entry
    let endpoint: any Endpoint

    var size: Int { Int(entry.size) }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        let reader = try endpoint.read(entry, range: ByteRange(offset: Int64(offset), length: Int64(buffer.count)))
        let count = try reader.fill(buffer)
        try reader.verifyUnchanged()
        return count
    }
}
