internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Signatures of files at a destination that are too far away to be read for it: computed there, remembered from the run
/// that wrote them, or published beside them.
struct RemoteSignatures: Sendable {
    let context: RunContext

    /// What a new version may be composed from; nil where nothing is known of the old one, or nothing could be believed
    /// that was composed of it.
    func basis(of entry: Entry) throws(EndpointError) -> Basis? {
        if context.compositions.isGivenUp { return nil }
        if let role = context.destination.signatures {
            return Basis(entry: entry, signature: try computed(entry, by: role), origin: .computed)
        }
        guard let basis = try known(entry) else { return nil }
        // Only now it matters, and may take a connection to find out.
        guard context.confirmsComposition else {
            context.tally.cannotConfirm()
            return nil
        }
        return basis
    }

    private func known(_ entry: Entry) throws(EndpointError) -> Basis? {
        if let signature = context.job.memory?.signature(of: entry) {
            return Basis(entry: entry, signature: signature, origin: .remembered)
        }
        guard context.mayConfirmComposition,
            let published = try PublishedSignatures.find(for: entry, on: context.destination)
        else { return nil }
        return Basis(entry: entry, signature: published.signature, origin: .published)
    }

    private func computed(_ entry: Entry, by role: any SignatureRole) throws(EndpointError) -> Signature {
        let reader = try role.signature(of: entry, blockSize: blockSize(for: entry.size))
        if let signature = try SignatureFile.signature(from: reader), signature.isCryptographic,
            Int64(signature.fileSize) == entry.size
        {
            return signature
        }
        throw EndpointError(
            .protocolViolation, .read, path: entry.path, location: context.destination.location,
            reason: "that is no signature of the file")
    }

    // MARK: Remembering

    /// What makes the signature of content on its way to the destination, for the next run; nil where none is of use then.
    func observer(for action: Action) -> PassingSignature? {
        guard context.job.memory != nil, context.deltaPolicy(for: action) == .remote,
            context.destination.signatures == nil, !context.options.writing.delaysUpdates
        else { return nil }
        return PassingSignature(SignatureBuilder(blockSize: blockSize(for: action.item.entry.size)))
    }

    /// A part that is copied as a whole is long: blocks of a 256th of it find its edges well enough.
    private func blockSize(for size: Int64) -> Int {
        if let given = context.options.writing.blockSize { return max(given, Signature.blockSizes.lowerBound) }
        let usual = Signature.blockSize(forFileOf: Int(size))
        guard case .parts(let minimum, _, _) = context.destination.capabilities.composition else { return usual }
        return max(usual, Int(minimum >> 8).roundedDownToPowerOfTwo)
    }
}

extension RunContext {
    /// Whether a file that was composed of what somebody remembers or claims can be proven right, or need not be.
    fileprivate var confirmsComposition: Bool {
        if destination.capabilities.digestsStaged { destination.digests?.findOut() }
        return mayConfirmComposition
    }

    /// The same as far as it is known already.
    fileprivate var mayConfirmComposition: Bool {
        if options.writing.trustsRemoteUnchanged || destination.capabilities.digestsStaged { return true }
        let capabilities = destination.capabilities
        guard requiresProof || capabilities.cheapReads else { return false }
        return capabilities.composition == .bytes || capabilities.composition == .unmoved
    }
}

extension Int {
    fileprivate var roundedDownToPowerOfTwo: Int {
        self < 1 ? 0 : 1 << (Int.bitWidth - 1 - leadingZeroBitCount)
    }
}
