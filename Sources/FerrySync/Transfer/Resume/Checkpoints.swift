internal import FerryCore
internal import FerryEndpoints

/// Leaves on the way of one transfer what a later run needs to go on with it: after so many bytes and seconds the staged file
/// is made durable, and remembered with the digest of what is in it.
final class Checkpoints {
    private let unfinished: UnfinishedTransfers
    private let source: Entry
    private let path: RelativePath
    private let writing: WritingOptions
    private let prefix: PrefixDigest
    private var length: Int64
    private var saved: Int64
    private var lastLook = Timestamp.now.seconds
    private var isPossible = true
    /// Whether something of this transfer is remembered.
    private(set) var isSaved: Bool

    /// Begins a transfer, or goes on with a remembered one of which `prefix` need not be written again.
    init(
        _ unfinished: UnfinishedTransfers, source: Entry, to path: RelativePath, _ writing: WritingOptions,
        goingOnAfter prefix: PrefixDigest? = nil, length: Int64 = 0
    ) {
        self.unfinished = unfinished
        self.source = source
        self.path = path
        self.writing = writing
        self.prefix = prefix ?? PrefixDigest()
        self.length = length
        saved = length
        isSaved = prefix != nil
    }

    /// To be told of all that is written, in order. An endpoint that can make nothing durable is not asked again.
    func wrote(_ bytes: UnsafeRawBufferPointer, to staged: any StagedFile) {
        guard isPossible else { return }
        prefix.update(bytes)
        length += Int64(bytes.count)
        guard length - saved >= writing.checkpointInterval, length < source.size else { return }
        let now = Timestamp.now.seconds
        guard now - lastLook >= writing.checkpointPause else { return }
        lastLook = now
        remember(staged)
    }

    /// The transfer ends here: what came since the last checkpoint is not to be sent again either. Where the place can make
    /// nothing of it any more, what was checkpointed before counts.
    func leave(_ staged: any StagedFile) {
        guard isPossible, length > saved else { return }
        remember(staged)
    }

    private func remember(_ staged: any StagedFile) {
        do throws(EndpointError) {
            let token = try staged.checkpoint()
            unfinished.remember(token, length: length, prefix: prefix.value, of: source, to: path)
            saved = length
            isSaved = true
        } catch {
            isPossible = false
        }
    }

    /// Nobody can go on with it, or needs to.
    func forget() {
        if isSaved { unfinished.forget(path) }
        isSaved = false
    }
}
