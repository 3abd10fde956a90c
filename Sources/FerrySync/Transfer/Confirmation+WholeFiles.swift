internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Of files that are sent whole, before they get their names. What can be told only afterwards is `CommittedContent`'s.
extension Confirmation {
    /// Whether the far side is to tell a digest of what it holds, and the content therefore is hashed as it passes.
    var asksFarSide: Bool {
        let capabilities = context.destination.capabilities
        // An object store confirms each part as it arrives.
        guard capabilities.digestsStaged, capabilities.composition == .bytes, !capabilities.cheapReads else {
            return false
        }
        let writing = context.options.writing
        return switch writing.verification {
        case .readback: false
        case .strict: true
        case .auto: context.requiresProof || action.item.entry.size >= writing.digestMinimum
        case .none: context.requiresProof
        }
    }

    /// - Parameters:
    ///   - passed: The digest of the content, if all of it has passed: of a transfer that was gone on with it has not.
    ///   - length: Of the file, in bytes.
    ///   - trustsOld: Whether the user vouches for the old content that was appended to. Then the whole is proven only where it has
    ///     to be, and else no more is claimed than its size.
    /// - Throws: `corrupted` when what is staged is something else.
    func confirm(
        _ staged: any StagedFile, _ passed: Digest?, length: Int64, trustsOld: Bool = false,
        reading source: TransferSource, _ comparison: () -> ContentComparison
    ) throws(EndpointError) -> VerificationLevel {
        if trustsOld {
            if !context.requiresProof { return sizeOnly }
            do throws(EndpointError) {
                return try confirm(staged, passed, length: length, reading: source, comparison)
            } catch  where error.code == .corrupted {
                throw failure("what is there is not what the source has, in what was appended or in the old part")
            }
        }
        let (whole, origin) = (ByteRange(offset: 0, length: length), source.pinned(action))
        if asksFarSide {
            let content = if let passed { Digest?.some(passed) } else { try reread(origin, whole) }
            if let content, try isToldByFarSide(staged, content, [whole], of: origin) { return .storeDigest }
        }
        if context.requiresProof, let stored = try staged.readBack() {
            guard try comparison().areEqual(try source.open(action, from: 0), stored) else {
                throw failure("what is there is not what was sent")
            }
            return .readBack
        }
        return sizeOnly
    }

    private var sizeOnly: VerificationLevel {
        context.options.writing.verification == .none ? .unconfirmed : .sizeAndTime
    }

    /// Nil where reading the source again is dear.
    private func reread(_ origin: PinnedFile, _ whole: ByteRange) throws(EndpointError) -> Digest? {
        guard context.origin(of: action.item).endpoint.capabilities.cheapReads else { return nil }
        return try origin.digest(of: whole, by: algorithm)
    }
}
