internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Proves that what was composed is what was meant, by the strongest means that there is.
struct Confirmation {
    let context: RunContext
    let action: Action

    /// The algorithm by which the source is hashed as it is read: one that the far side offers, too. Where it tells digests of
    /// parts only, these are taken of what it copied, and the whole is hashed by the fastest.
    var algorithm: DigestAlgorithm {
        let capabilities = context.destination.capabilities
        guard capabilities.digestsStaged else { return .xxh128 }
        if case .parts = capabilities.composition { return .xxh128 }
        return context.destination.digests?.algorithms.first ?? .xxh128
    }

    /// Begins to take digests of what is to be copied; nil where nobody tells any, or that takes no time.
    func digestsAhead(of instructions: [Instruction], _ origin: PinnedFile) -> RangeDigests? {
        let copied = instructions.filter { $0.source != nil }.map(\.target)
        guard context.destination.capabilities.digestsStaged,
            let algorithm = context.destination.digests?.algorithms.first,
            copied.reduce(0, { $0 + $1.length }) >= RangeDigests.worthwhile
        else { return nil }
        return RangeDigests(of: copied, origin, by: algorithm)
    }

    /// - Parameters:
    ///   - content: The digest of the whole new file, by `algorithm`.
    ///   - copied: The ranges of it that were copied at the destination.
    ///   - origin: The new file.
    ///   - ahead: Digests of ranges of it that were begun before.
    /// - Throws: `corrupted` when it is something else, or when nothing tells and the basis is not to be believed.
    func confirm(
        _ staged: any StagedFile, _ content: Digest, copied: [ByteRange], of origin: PinnedFile, with basis: Basis,
        ahead: RangeDigests? = nil
    ) throws(EndpointError) -> VerificationLevel {
        let readsFirst = context.options.writing.verification == .readback
        if readsFirst, try isReadBack(staged, content, origin) { return .readBack }
        if try isToldByFarSide(staged, content, copied, of: origin, ahead) { return .storeDigest }
        let reads = context.destination.capabilities.cheapReads || context.requiresProof
        if reads, try isReadBack(staged, content, origin) { return .readBack }
        if basis.isTrusted { return .sizeAndTime }
        if context.options.writing.trustsRemoteUnchanged { return .unconfirmed }
        throw failure("what was composed cannot be confirmed")
    }

    /// Whether the far side tells that these ranges are what was meant; false where it tells nothing of them.
    func isToldByFarSide(
        _ staged: any StagedFile, _ content: Digest, _ ranges: [ByteRange], of origin: PinnedFile,
        _ ahead: RangeDigests? = nil
    ) throws(EndpointError) -> Bool {
        guard context.destination.capabilities.digestsStaged,
            let stored = try staged.storedDigests(by: content.algorithm), stored.cover(ranges)
        else { return false }
        for part in stored { try require(part, of: origin, content, ahead) }
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

    private func require(
        _ part: StoredDigest, of origin: PinnedFile, _ content: Digest, _ ahead: RangeDigests?
    ) throws(EndpointError) {
        let algorithm = part.digest.algorithm
        let isWhole = part.range == ByteRange(offset: 0, length: Int64(origin.size))
        let known = isWhole && algorithm == content.algorithm ? content : ahead?.digest(of: part.range, by: algorithm)
        let expected = if let known { known } else { try origin.digest(of: part.range, by: algorithm) }
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
