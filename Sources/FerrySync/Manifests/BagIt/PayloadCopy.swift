internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// Copies files into the payload of a new bag, in the read that hashes them.
final class PayloadCopy: ContentTaker {
    private let payload: any Endpoint
    private let made = Mutex<Set<RelativePath>>([])

    /// - Parameter payload: The new bag's `data`, which exists.
    init(to payload: any Endpoint) {
        self.payload = payload
    }

    func begin(_ entry: Entry) throws(EndpointError) -> (any ContentTaking)? {
        try makeDirectories(leadingTo: entry.path)
        let metadata = Metadata(modified: entry.modified, permissions: entry.permissions)
        return try StagedCopy(
            payload.stage(StageRequest(path: entry.path, size: entry.size, metadata: metadata)), metadata)
    }

    private func makeDirectories(leadingTo path: RelativePath) throws(EndpointError) {
        guard let parent = path.parent, !parent.isRoot, !made.withLock({ $0.contains(parent) }) else { return }
        try makeDirectories(leadingTo: parent)
        try payload.ensureDirectory(at: parent, permissions: 0o777)
        made.withLock { _ = $0.insert(parent) }
    }
}

private final class StagedCopy: ContentTaking {
    private let staged: any StagedFile
    private let metadata: Metadata
    private var length: Int64 = 0

    init(_ staged: any StagedFile, _ metadata: Metadata) {
        self.staged = staged
        self.metadata = metadata
    }

    // Without effect on one that is committed.
    deinit { staged.discard() }

    func take(_ bytes: UnsafeRawBufferPointer) throws(EndpointError) {
        try staged.write(bytes, at: length)
        length += Int64(bytes.count)
    }

    func finish(_ summary: ContentSummary) throws(EndpointError) {
        _ = try staged.commit(metadata: metadata, length: length)
    }
}
