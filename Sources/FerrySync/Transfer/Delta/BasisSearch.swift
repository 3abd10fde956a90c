internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Finds what a new file may be composed from.
struct BasisSearch: Sendable {
    let context: RunContext
    let places: StagingPlaces
    let signatures: RemoteSignatures

    init(context: RunContext, places: StagingPlaces) {
        self.context = context
        self.places = places
        signatures = RemoteSignatures(context: context)
    }

    /// What the file is to be composed from; nil when it is to be sent whole. An old file that cannot be read is no basis,
    /// and no error: only the new content matters.
    func basis(for action: Action) throws(EndpointError) -> Basis? {
        let policy = context.deltaPolicy(for: action)
        guard policy == .reading || policy == .remote, let entry = try candidate(for: action) else { return nil }
        do throws(EndpointError) {
            return try policy == .reading ? computed(entry) : signatures.basis(of: entry)
        } catch {
            if error.code == .cancelled { throw error }
            return nil
        }
    }

    /// What an earlier run kept of this file comes before its old version: rsync's choice. It is never a choice in place.
    func candidate(for action: Action) throws(EndpointError) -> Entry? {
        // An unchanged file of a reference tree is copied at less cost than anything could be composed.
        if let reference = action.reference, reference.level >= .sameContent { return nil }
        let partial = try places.partial(of: action)
        return [partial, action.destination].compactMap(\.self).first { $0.kind == .file && $0.size > 0 }
    }

    private func computed(_ entry: Entry) throws(EndpointError) -> Basis {
        let old = PinnedFile(entry, on: context.destination, context.job.cancellation)
        let builder = SignatureBuilder(blockSize: blockSize(for: entry), threads: context.threads(for: entry.size))
        do throws(DeltaError) {
            return Basis(entry: entry, signature: try builder.signature(of: old), origin: .computed)
        } catch {
            throw old.failure(error)
        }
    }

    /// Signatures that never leave the machine need not be small, and larger blocks are found faster: 8 KiB from 16 MiB on
    /// halve the time of a signature.
    private func blockSize(for entry: Entry) -> Int {
        if let given = context.options.writing.blockSize { return max(given, Signature.blockSizes.lowerBound) }
        let usual = Signature.blockSize(forFileOf: Int(entry.size))
        return entry.size < 16 << 20 ? usual : max(usual, 8192)
    }
}

extension RunContext {
    /// How many threads a file of this size is worth: what starts them costs more than a small one.
    func threads(for size: Int64) -> Int { size < 16 << 20 ? 1 : min(workers, 8) }
}
