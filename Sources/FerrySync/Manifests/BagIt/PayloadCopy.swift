internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// Copies files into the payload of a new bag, in the read that hashes them. What is there already is held against it
/// instead, and stays.
final class PayloadCopy: ContentTaker {
    private let tree: any Endpoint
    private let payload: any Endpoint
    private let present: PresentPayload
    private let cancellation: Cancellation
    private let made = Mutex<Set<RelativePath>>([])

    /// - Parameter payload: The new bag's `data`, which exists.
    init(of tree: any Endpoint, to payload: any Endpoint, _ present: PresentPayload, _ cancellation: Cancellation) {
        self.tree = tree
        self.payload = payload
        self.present = present
        self.cancellation = cancellation
    }

    func begin(_ entry: Entry) throws(EndpointError) -> (any ContentTaking)? {
        if let copy = present.take(entry.path) { return PresentCopy(copy, on: payload, cancellation) }
        try makeDirectories(leadingTo: entry.path)
        let metadata = Metadata(modified: entry.modified, permissions: entry.permissions)
        return try StagedCopy(
            payload.stage(StageRequest(path: entry.path, size: entry.size, metadata: metadata)), metadata)
    }

    private func makeDirectories(leadingTo path: RelativePath) throws(EndpointError) {
        guard let parent = path.parent, !parent.isRoot, !made.withLock({ $0.contains(parent) }) else { return }
        try makeDirectories(leadingTo: parent)
        let permissions = Self.permissions(of: try tree.entry(at: parent, links: .followAll))
        try payload.ensureDirectory(at: parent, permissions: permissions)
        made.withLock { _ = $0.insert(parent) }
    }

    /// Those of the directory that is copied, such that files can be put into the copy; nil where it has none.
    static func permissions(of directory: Entry?) -> UInt16? {
        directory?.permissions.map { $0 & 0o777 | 0o700 }
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

/// A file that an earlier call copied: read again when its original was.
private final class PresentCopy: ContentTaking {
    private let entry: Entry
    private let payload: any Endpoint
    private let cancellation: Cancellation

    init(_ entry: Entry, on payload: any Endpoint, _ cancellation: Cancellation) {
        self.entry = entry
        self.payload = payload
        self.cancellation = cancellation
    }

    func take(_ bytes: UnsafeRawBufferPointer) {}

    func finish(_ summary: ContentSummary) throws(EndpointError) {
        let reading = ContentReading(cancellation: cancellation)
        let copy = try reading.read(entry, on: payload, summary.digests.map(\.algorithm), countsLines: false)
        if copy.digests == summary.digests { return }
        throw EndpointError(
            .alreadyExists, .write, path: entry.path, location: payload.location,
            reason: "it is there already, with another content")
    }
}
