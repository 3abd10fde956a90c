internal import FerryCore
internal import FerryEndpoints
internal import FerryState

/// What runs to one destination left unfinished, by the file that it is to become.
struct UnfinishedTransfers: Sendable {
    private let store: ResumeStore
    private let destination: String

    init(_ memory: RunMemory) {
        store = ResumeStore(memory.store)
        destination = String(decoding: memory.destination, as: UTF8.self)
    }

    /// What nobody else is at. It can be gone on with where the source is the one that it was begun with.
    func claim(_ path: RelativePath) -> UnfinishedTransfer? { store.claim(path, at: destination) }

    func remember(
        _ token: ResumeToken, length: Int64, prefix: Digest, of source: Entry, to path: RelativePath
    ) {
        let transfer = UnfinishedTransfer(
            source: EntryStamp(source), token: token.bytes, length: length, prefix: prefix)
        store.remember(transfer, to: path, at: destination)
    }

    func forget(_ path: RelativePath) { store.forget(path, at: destination) }

    /// Whether there is nothing to go on with, to this destination or any other.
    var isEmpty: Bool { store.isEmpty }

    /// Whether a staged file may be needed to go on.
    func contains(_ path: RelativePath) -> Bool { store.contains(path, at: destination) }
}
