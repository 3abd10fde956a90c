internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// What is known of a new file that is far away: how to find its blocks elsewhere, and what proves that it was put together
/// rightly.
struct WantedFile: Sendable {
    /// The file, pinned to this version.
    let entry: Entry
    let description: Description
    /// Of the whole file.
    let digest: Digest
    /// What it is worth to agree with that digest.
    var level: VerificationLevel
    /// What the place itself keeps of the file, where the digest above is somebody else's claim.
    var kept: Digest?

    enum Description: Sendable {
        case native(Signature)
        case zsync(ZsyncControl)
    }

    /// Where its blocks are in an old file, as instructions: copies, and literals that must be fetched.
    func instructions(from old: PinnedFile, threads: Int) throws(EndpointError) -> [Instruction] {
        do throws(DeltaError) {
            switch description {
            case .native(let signature):
                return try BlockLocator(threads: threads).locate(SignatureIndex(signature), in: old).instructions
            case .zsync(let control):
                var locator = ZsyncLocator(control)
                locator.threads = threads
                return try locator.locate(in: old).instructions
            }
        } catch {
            throw old.failure(error)
        }
    }
}
