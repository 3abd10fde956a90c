internal import FerryCore
internal import FerryEndpoints

/// Leaves on the way of one transfer what a later run needs to go on with it: after every so many bytes the staged file is
/// made durable, and remembered with the digest of what is in it.
final class Checkpoints {
    private let unfinished: UnfinishedTransfers
    private let source: Entry
    private let path: RelativePath
    private let interval: Int64
    private let prefix: PrefixDigest
    private var length: Int64
    private var saved: Int64
    private var isPossible = true
    /// Whether something of this transfer is remembered.
    private(set) var isSaved: Bool

    /// Begins a transfer, or goes on with one of which `prefix` is there.
    init(
        _ unfinished: UnfinishedTransfers, source: Entry, to path: RelativePath, interval: Int64,
        prefix: PrefixDigest = PrefixDigest(), length: Int64 = 0
    ) {
        self.unfinished = unfinished
        self.source = source
        self.path = path
        self.interval = interval
        self.prefix = prefix
        self.length = length
        saved = length
        isSaved = length > 0
    }

    /// To be told of all that is written, in order. An endpoint that can make nothing durable is not asked again.
    func wrote(_ bytes: UnsafeRawBufferPointer, to staged: any StagedFile) {
        guard isPossible else { return }
        prefix.update(bytes)
        length += Int64(bytes.count)
        guard length - saved >= interval, length < source.size else { return }
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
