internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// The signature of a file, made where the file is, and encoded as it is sent.
///
/// All records are in memory, 24 bytes a block, because a signature is known only when its last block is: keys that prove to be
/// crowded change earlier records.
final class ServedSignature: PieceSource, @unchecked Sendable {
    /// At most 800 MB of memory. The usual block sizes make 8 million blocks of a file of 1 TiB.
    private static let mostBlocks: Int64 = 32 << 20

    private var pieces: SignatureFilePieces

    /// Reads the file. The block size is the client's choice, within the format's limits.
    init(
        of entry: Entry, on endpoint: any Endpoint, blockSize: Int
    ) throws(EndpointError) {
        guard Signature.blockSizes.contains(blockSize), entry.size / Int64(blockSize) <= Self.mostBlocks else {
            throw EndpointError(
                .unsupported, .read, path: entry.path, location: "",
                reason: "a signature with blocks of \(blockSize) bytes")
        }
        let builder = SignatureBuilder.leavingMachine(blockSize: blockSize, threads: entry.size < 16 << 20 ? 1 : 2)
        do throws(DeltaError) {
            pieces = SignatureFilePieces(try builder.signature(of: FileContent(entry: entry, endpoint: endpoint)))
        } catch {
            if case .reading(let cause as EndpointError) = error { throw cause }
            throw EndpointError(.changedDuringTransfer, .read, path: entry.path, location: "")
        }
    }

    func next(_ send: (UnsafeRawBufferPointer) -> Void) -> Int? {
        while let piece = pieces.next() {
            if piece.isEmpty { continue }
            piece.withUnsafeBytes(send)
            return piece.count
        }
        return nil
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
