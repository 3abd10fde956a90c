internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Proves that what was composed is what was meant, by the strongest means that there is.
struct Confirmation {
    let context: RunContext
    let action: Action

    /// The algorithm by which the source is hashed as it is read: one that the far side offers, too.
    var algorithm: DigestAlgorithm {
        guard context.destination.capabilities.digestsStaged else { return .xxh128 }
        return context.destination.digests?.algorithms.first ?? .xxh128
    }

    /// - Parameters:
    ///   - content: The digest of the whole new file, by `algorithm`.
    ///   - copied: The ranges of it that were copied at the destination.
    ///   - origin: The new file.
    /// - Throws: `corrupted` when it is something else, or when nothing tells and the basis is not to be believed.
    func confirm(
        _ staged: any StagedFile, _ content: Digest, copied: [ByteRange], of origin: PinnedFile, with basis: Basis
    ) throws(EndpointError) -> VerificationLevel {
        let readsFirst = context.options.writing.verification == .readback
        if readsFirst, try isReadBack(staged, content, origin) { return .readBack }
        if try isToldByFarSide(staged, content, copied, of: origin) { return .storeDigest }
        let reads = context.destination.capabilities.cheapReads || context.requiresProof
        if reads, try isReadBack(staged, content, origin) { return .readBack }
        if basis.isTrusted { return .sizeAndTime }
        if context.options.writing.trustsRemoteUnchanged { return .unconfirmed }
        throw failure("what was composed cannot be confirmed")
    }

    /// Whether the far side tells that these ranges are what was meant; false where it tells nothing of them.
    func isToldByFarSide(
        _ staged: any StagedFile, _ content: Digest, _ ranges: [ByteRange], of origin: PinnedFile
    ) throws(EndpointError) -> Bool {
        guard context.destination.capabilities.digestsStaged,
            let stored = try staged.storedDigests(by: content.algorithm), stored.cover(ranges)
        else { return false }
        for part in stored { try require(part, of: origin, content) }
        return true
    }

    /// False where what is staged cannot be read.
    private func isReadBack(
        _ staged: any StagedFile, _ content: Digest, _ origin: PinnedFile
    ) throws(EndpointError) -> Bool {
        guard let stored = try staged.readBack() else { return false }
        try require(stored, content, length: Int64(origin.size))
        return true
    }

    private func require(_ part: StoredDigest, of origin: PinnedFile, _ content: Digest) throws(EndpointError) {
        let isWhole = part.range == ByteRange(offset: 0, length: Int64(origin.size))
        let expected =
            isWhole && part.digest.algorithm == content.algorithm
            ? content : try origin.digest(of: part.range, by: part.digest.algorithm)
        if part.digest != expected { throw failure("other bytes were copied than were meant") }
    }

    private func require(_ stored: any ByteReader, _ content: Digest, length: Int64) throws(EndpointError) {
        let found = try ContentHash.digest(of: stored, length: length, by: content.algorithm) {
            () throws(EndpointError) in try context.requireRunning(action.item.entry)
        }
        if found != content { throw failure("other bytes were composed than were meant") }
    }

    func failure(_ reason: String) -> EndpointError {
        EndpointError(.corrupted, .write, path: action.path, location: context.destination.location, reason: reason)
    }
}

extension [StoredDigest] {
    /// Whether every byte of these ranges lies in one that there is a digest of.
    func cover(_ ranges: [ByteRange]) -> Bool {
        var known = map(\.range).sorted { $0.offset < $1.offset }[...]
        for range in ranges.sorted(by: { $0.offset < $1.offset }) {
            var position = range.offset
            while position < range.end {
                while let first = known.first, first.end <= position { known.removeFirst() }
                guard let first = known.first, first.offset <= position else { return false }
                position = first.end
            }
        }
        return true
    }
}
