internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Keeps `NAME.ferrysig` beside files up to date (docs/published-signatures.md). On one thread.
struct SignaturePublishing {
    private let endpoint: any Endpoint
    private let cancellation: Cancellation

    init(_ endpoint: any Endpoint, cancellation: Cancellation) {
        self.endpoint = endpoint
        self.cancellation = cancellation
    }

    private static let suffix = Array(PublishedSignature.suffix.utf8)

    /// Whether an entry is the signature of a file that lies beside it: no data.
    static func isSignature(_ entry: Entry, on endpoint: any Endpoint) -> Bool {
        let name = entry.path.bytes
        guard entry.kind == .file, name.count > suffix.count, name.suffix(suffix.count) == suffix[...] else {
            return false
        }
        let file = RelativePath(unchecked: Array(name.dropLast(suffix.count)))
        return (try? endpoint.entry(at: file))?.kind == .file
    }

    private func path(for entry: Entry) -> RelativePath {
        RelativePath(unchecked: entry.path.bytes + Self.suffix)
    }

    /// What the signature beside a file says that it describes, if that is the version of the listing; nil where there is
    /// no such signature, or none that can be read.
    func current(for entry: Entry) throws(EndpointError) -> DescribedVersion? {
        guard let signature = try endpoint.entry(at: path(for: entry)), signature.kind == .file else { return nil }
        let stream = ReaderStream(try endpoint.read(signature, range: nil), length: signature.size)
        do throws(DeltaError) {
            let subject = try PublishedSignatureReader(stream).subject
            return subject.describes(entry, precision: endpoint.capabilities.timePrecision) ? subject : nil
        } catch {
            if let error = error.endpointError { throw error }
            return nil
        }
    }

    /// Makes the signature of a file and finds out what a manifest says of it, in one read but for blocks that resemble
    /// each other.
    func read(
        _ entry: Entry, _ algorithms: [DigestAlgorithm], countsLines: Bool, progress: (Int) -> Void
    ) throws(EndpointError) -> (ContentSummary, PublishedSignature) {
        let all = algorithms.contains(.sha256) ? algorithms : algorithms + [.sha256]
        let file = try HashedFile(entry, on: endpoint, all, countsLines: countsLines, cancellation)
        do throws(DeltaError) {
            let blockSize = Signature.blockSize(forFileOf: Int(entry.size))
            let signature = try SignatureBuilder.leavingMachine(blockSize: blockSize).signature(of: file)
            var summary = try file.summary()
            progress(Int(summary.size))
            let digest = summary.digests[all.firstIndex(of: .sha256)!]
            summary.digests.removeLast(all.count - algorithms.count)
            let tag: String? = if case .tag(let tag) = entry.version { tag } else { nil }
            let subject = DescribedVersion(
                size: entry.size, modified: entry.modified, entityTag: tag, digest: digest)
            return (summary, PublishedSignature(subject: subject, signature: signature))
        } catch {
            throw error.endpointError ?? PinnedFile(entry, on: endpoint, cancellation).failure(error)
        }
    }

    /// Writes the signature beside its file; it appears, or replaces an older one, when it is whole.
    func store(_ signature: PublishedSignature, for entry: Entry) throws(EndpointError) {
        let path = path(for: entry)
        let sink = StagedSink(try endpoint.stage(StageRequest(path: path)))
        do throws(DeltaError) {
            try PublishedSignatureFile.write(signature, to: sink)
        } catch {
            throw error.endpointError
                ?? EndpointError(.corrupted, .write, path: path, location: endpoint.location)
        }
        try sink.commit(Metadata(permissions: entry.permissions.map { $0 & 0o666 }))
    }
}

extension ContentReading {
    /// As `summary`, while the signature beside the file is brought up to date: in the same read where the one that is
    /// there, if any, is of another version. One that cannot be written is told of, and keeps nothing else from going on.
    func publishing(
        of entry: Entry, on endpoint: any Endpoint, _ contents: ManifestCreation.Contents, _ tally: Tally,
        progress: (Int) -> Void
    ) throws(EndpointError) -> ContentSummary {
        let publishing = SignaturePublishing(endpoint, cancellation: cancellation)
        if let subject = try publishing.current(for: entry) {
            let summary = try summary(
                of: entry, on: endpoint, contents.algorithms, countsLines: contents.countsLines, progress: progress)
            // Size and time may agree where the content does not.
            if summary.digests.allSatisfy({ $0.algorithm != .sha256 || $0 == subject.digest }) { return summary }
        }
        let (summary, signature) = try publishing.read(
            entry, contents.algorithms, countsLines: contents.countsLines, progress: progress)
        do throws(EndpointError) { try publishing.store(signature, for: entry) } catch { tally.fail(error) }
        return summary
    }
}
