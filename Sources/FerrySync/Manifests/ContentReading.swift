package import FerryCore
package import FerryEndpoints

/// What was found out about a file's content in one read.
package struct ContentSummary: Sendable {
    package var digests: [Digest]
    /// Nil unless lines were counted.
    package var lineCount: Int64?
    package var size: Int64
}

/// Reads files once, for their digests and the number of their lines. On one thread.
package final class ContentReading {
    let endpoint: any Endpoint
    let cancellation: Cancellation
    private let buffer: UnsafeMutableRawBufferPointer
    /// One for each choice of algorithms, since a hasher costs more to set up than a small file to hash.
    private var sets: [HasherSet] = []

    /// Two threads that hash 512 KiB each find them in the shared cache, and meet seldom.
    private static let chunk = 512 << 10

    package init(_ endpoint: any Endpoint, cancellation: Cancellation) {
        self.endpoint = endpoint
        self.cancellation = cancellation
        buffer = .allocate(byteCount: Self.chunk, alignment: 4096)
    }

    deinit { buffer.deallocate() }

    /// `changedDuringTransfer` when the file is not, whole, the one that was listed.
    /// - Parameters:
    ///   - taking: Gets every piece, too; it is not told of the end.
    ///   - progress: Is told of every piece that was read, in bytes.
    package func summary(
        of entry: Entry, _ algorithms: [DigestAlgorithm], countsLines: Bool, taking: (any ContentTaking)? = nil,
        progress: (Int) -> Void = { _ in }
    ) throws(EndpointError) -> ContentSummary {
        let reader = try endpoint.read(entry, range: nil)
        let set = hashers(algorithms)
        var lines = LineCount()
        var size: Int64 = 0
        do throws(EndpointError) {
            // A second read, only to be told of the end, is a fifth of the calls that a small file costs.
            while size < entry.size || size == 0 {
                if cancellation.isCancelled {
                    throw EndpointError(.cancelled, .read, path: entry.path, location: endpoint.location)
                }
                let count = try reader.read(into: buffer)
                if count == 0 { break }
                let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                set.update(piece)
                if countsLines { lines.update(piece) }
                try taking?.take(piece)
                size += Int64(count)
                progress(count)
            }
            try reader.verifyUnchanged()
        } catch {
            _ = set.finish()
            throw error
        }
        return ContentSummary(digests: set.finish(), lineCount: countsLines ? lines.value : nil, size: size)
    }

    private func hashers(_ algorithms: [DigestAlgorithm]) -> HasherSet {
        if let set = sets.first(where: { $0.algorithms == algorithms }) { return set }
        sets.append(HasherSet(algorithms))
        return sets[sets.count - 1]
    }
}
