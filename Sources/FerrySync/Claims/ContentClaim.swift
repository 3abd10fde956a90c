public import FerryCore
public import FerryManifest

/// What a manifest or a check file says of one entry. An object, so that the items that carry one stay small.
public final class ContentClaim: Sendable {
    /// Nil where nothing is said of it: programs that make check files follow links.
    public let kind: EntryKind?
    public let linkTarget: [UInt8]?
    public let size: Int64?
    public let modified: Timestamp?
    public let digests: [Digest]
    public let lineCount: Int64?

    /// - Parameter statesKind: Whether records of its dialect tell files from other entries.
    public init(_ record: Record, statesKind: Bool = true) {
        kind = statesKind ? record.kind : nil
        linkTarget = record.linkTarget
        size = record.size
        modified = record.modified
        digests = record.digests
        lineCount = record.lineCount
    }

    private init(_ one: ContentClaim, _ other: ContentClaim) {
        kind = one.kind
        linkTarget = one.linkTarget
        size = one.size ?? other.size
        modified = one.modified ?? other.modified
        digests = one.digests + other.digests.filter { !one.digests.contains($0) }
        lineCount = one.lineCount ?? other.lineCount
    }

    /// Both claims. Where their digests contradict each other, no content meets them.
    func joined(with other: ContentClaim) -> ContentClaim { ContentClaim(self, other) }

    /// In what an entry, unread, differs from the claim, in words; nil if it does not.
    func contradiction(of entry: Entry) -> String? {
        if let kind, entry.kind != kind {
            return "it is a \(entry.kind.noun) instead of the \(kind.noun) that was announced"
        }
        if let linkTarget, entry.kind == .symlink, entry.linkTarget != linkTarget {
            return "it is a link to something else than was announced"
        }
        return entry.kind == .file ? contradiction(ofSize: entry.size) : nil
    }

    /// In what a file's size differs from the claim, in words; nil if it does not.
    func contradiction(ofSize found: Int64) -> String? {
        size.flatMap {
            $0 == found
                ? nil : "it has \(found) \(found == 1 ? "byte" : "bytes") instead of the \($0) that were announced"
        }
    }

    /// In what content that was read whole differs from the claim, in words; nil if it does not.
    func contradiction(of content: ContentSummary) -> String? {
        if let contradiction = contradiction(ofSize: content.size) { return contradiction }
        for digest in digests where !content.digests.contains(digest) {
            return "its \(digest.algorithm.rawValue) digest is not the one that was announced"
        }
        guard let lineCount, lineCount != content.lineCount else { return nil }
        let found = content.lineCount ?? 0
        return "it has \(found) \(found == 1 ? "line" : "lines") instead of the \(lineCount) that were announced"
    }

    /// Whether the claim is about the file that is there now: its size and its time are those that were written down.
    func isAbout(_ entry: Entry, precision: TimePrecision) -> Bool {
        guard let size, let modified, let present = entry.modified, precision != .none else { return false }
        return size == entry.size && modified.truncated(to: precision) == present.truncated(to: precision)
    }

    /// What the claim says of content, if it says all that is wanted.
    func content(_ algorithms: [DigestAlgorithm]) -> ContentSummary? {
        guard let size else { return nil }
        var wanted: [Digest] = []
        for algorithm in algorithms {
            guard let digest = digests.first(where: { $0.algorithm == algorithm }) else { return nil }
            wanted.append(digest)
        }
        return ContentSummary(digests: wanted, lineCount: lineCount, size: size)
    }
}
