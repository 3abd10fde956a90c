internal import FerryCore
internal import FerryEndpoints

/// Where content has to be proven and could not be before the file got its name, it is now: by what the commit has told, or
/// by reading the file again. The old one is gone by then, which is why this comes last. On one thread.
final class CommittedContent {
    private let context: RunContext
    private lazy var comparison = ContentComparison()

    init(context: RunContext) {
        self.context = context
    }

    /// How strongly the content is known, at least as strongly as was asked for. `corrupted` when it is something else.
    func level(
        of transfer: StagedTransfer, as committed: Committed, from source: TransferSource
    ) throws(EndpointError) -> VerificationLevel {
        let level =
            committed.isConfirmed && context.options.writing.verification != .readback
            ? .storeDigest : kept(transfer.level, committed)
        if context.isProof(level) { return level }
        let stored = try context.destination.read(committed.entry, range: nil)
        guard try comparison.areEqual(try source.open(transfer.action, from: 0), stored) else {
            throw EndpointError(
                .corrupted, .write, path: transfer.path, location: context.destination.location,
                reason: "what is there is not what was sent")
        }
        return .readBack
    }

    private func kept(_ level: VerificationLevel, _ committed: Committed) -> VerificationLevel {
        level == .storeDigest && !committed.keepsStoredDigests ? .sizeAndTime : level
    }
}

extension RunContext {
    /// Whether content must be proven, by a digest that the far side computes or by reading it again.
    var requiresProof: Bool {
        switch options.writing.verification {
        case .readback, .strict: true
        case .auto, .none: options.writing.removesSourceFiles && options.writing.confirmsBeforeRemoval
        }
    }

    /// Whether content that is known so strongly needs no further proof.
    func isProof(_ level: VerificationLevel) -> Bool {
        if !requiresProof { return true }
        return options.writing.verification == .readback ? level == .readBack : level <= .readBack
    }
}
