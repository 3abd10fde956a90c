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
    private let sink: StagedSink
    private let metadata: Metadata

    init(_ staged: any StagedFile, _ metadata: Metadata) {
        sink = StagedSink(staged)
        self.metadata = metadata
    }

    func take(_ bytes: UnsafeRawBufferPointer) throws(EndpointError) { try sink.write(bytes) }

    func finish(_ summary: ContentSummary) throws(EndpointError) { try sink.commit(metadata) }
}
