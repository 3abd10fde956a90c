internal import FerryCore
internal import FerryEndpoints

/// A file that a manifest describes: one that is no longer so is refused, and a whole one whose digest differs; the last bytes
/// are not handed over then.
final class DigestedReader: ByteReader {
    private let base: any ByteReader
    private let entry: Entry
    private let digest: Digest
    private let location: String
    /// Nil of a part of the file.
    private var hasher: Hasher?
    private var rest: Int64

    /// - Parameter open: Opens the range; what the place has must be of the size that the manifest says.
    init(
        _ entry: Entry, range: ByteRange?, _ digest: Digest, at location: String,
        open: () throws(EndpointError) -> any ByteReader
    ) throws(EndpointError) {
        let isWhole = range.map { $0.offset == 0 && $0.length >= entry.size } ?? true
        self.entry = entry
        self.digest = digest
        self.location = location
        hasher = isWhole ? Hasher(digest.algorithm) : nil
        rest = entry.size
        base = try Self.described(entry, at: location, open)
    }

    var undecorated: (any ByteReader)? { base.undecorated }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        let count = try described { () throws(EndpointError) in try base.read(into: buffer) }
        guard hasher != nil, count > 0 else { return count }
        hasher?.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        rest -= Int64(count)
        if rest == 0, hasher?.finish() != digest {
            throw Self.difference(of: entry, "its \(digest.algorithm.rawValue) differs", at: location)
        }
        return count
    }

    func opened() throws(EndpointError) -> Entry? {
        try described { () throws(EndpointError) in try base.opened() }
    }

    func verifyUnchanged() throws(EndpointError) {
        try described { () throws(EndpointError) in try base.verifyUnchanged() }
    }

    private func described<Result>(
        _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        try Self.described(entry, at: location, body)
    }

    /// What has changed is not what the manifest describes: to look again would find it without the manifest's words.
    private static func described<Result>(
        _ entry: Entry, at location: String, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        do throws(EndpointError) {
            return try body()
        } catch  where error.code == .changedDuringTransfer {
            throw difference(of: entry, "it has changed, or has another size", at: location)
        }
    }

    /// Not `corrupted`: whoever looks again would find what the server has, and no manifest's digest.
    private static func difference(of entry: Entry, _ what: String, at location: String) -> EndpointError {
        EndpointError(
            .protocolViolation, .read, path: entry.path, location: location,
            reason: "it is not the file that the manifest describes: \(what)")
    }
}
