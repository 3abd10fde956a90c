internal import FerryCore
internal import FerryEndpoints

/// A whole file that must have the digest which its entry tells: the last bytes are not handed over otherwise.
final class DigestedReader: ByteReader {
    private let base: any ByteReader
    private let entry: Entry
    private let digest: Digest
    private let location: String
    private var hasher: Hasher
    private var rest: Int64

    init(_ base: any ByteReader, _ entry: Entry, _ digest: Digest, at location: String) {
        self.base = base
        self.entry = entry
        self.digest = digest
        self.location = location
        hasher = Hasher(digest.algorithm)
        rest = entry.size
    }

    var undecorated: (any ByteReader)? { base.undecorated }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        let count = try base.read(into: buffer)
        if count == 0 { return 0 }
        hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        rest -= Int64(count)
        if rest == 0, hasher.finish() != digest {
            // Not `corrupted`: whoever looks again would find what the server has, and no manifest's digest.
            throw EndpointError(
                .protocolViolation, .read, path: entry.path, location: location,
                reason: "it is not the file that the manifest describes: its \(digest.algorithm.rawValue) differs")
        }
        return count
    }

    func opened() throws(EndpointError) -> Entry? { try base.opened() }
    func verifyUnchanged() throws(EndpointError) { try base.verifyUnchanged() }
}
