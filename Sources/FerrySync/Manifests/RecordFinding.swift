public import FerryCore
public import FerryManifest

/// What became of one record of a manifest, held against a tree.
public struct RecordFinding: Sendable {
    public let verdict: Verdict
    public let path: RelativePath
    /// What the manifest says; nil for what is extra.
    public let record: Record?
    /// What is there; nil for what is missing.
    public let entry: Entry?
    /// The digests of the content where they were computed, and its lines where they were counted.
    public let content: ContentSummary?
    /// A file that is the same as far as it was looked at: nothing was found out about its content.
    public let isContentUnknown: Bool

    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        case same
        case kindDiffers = "kind differs"
        case sizeDiffers = "size differs"
        case timeDiffers = "time differs"
        case targetDiffers = "target differs"
        case digestDiffers = "hash differs"
        case linesDiffer = "records differ"
        case missing
        /// It is in the tree, and not in the manifest.
        case extra
        /// It could not be looked at or read; the problem is told on its own.
        case unreadable
    }

    public init(
        _ verdict: Verdict, path: RelativePath, record: Record? = nil, entry: Entry? = nil,
        content: ContentSummary? = nil, isContentUnknown: Bool = false
    ) {
        self.isContentUnknown = isContentUnknown
        self.verdict = verdict
        self.path = path
        self.record = record
        self.entry = entry
        self.content = content
    }
}

/// What a verification came to.
public struct VerificationResult: Sendable {
    public internal(set) var counts: [RecordFinding.Verdict: Int] = [:]
    /// Files whose content was read, and the bytes of them.
    public internal(set) var filesRead = 0
    /// Files that are the same as far as they were looked at, and whose content nothing was found out about.
    public internal(set) var filesLookedAt = 0
    /// Files that agree by the digests that an earlier read found.
    public internal(set) var filesRemembered = 0
    public internal(set) var bytesRead: Int64 = 0
    /// Problems beside unreadable files: directories that cannot be listed.
    public internal(set) var errors = 0
    /// Rules of BagIt that a bag does not keep.
    public internal(set) var brokenRules = 0
    /// False when the manifest itself says that entries are missing from it.
    public internal(set) var isManifestComplete = true
    public internal(set) var isInterrupted = false
    /// What is odd in the manifest, and no error.
    public internal(set) var warnings: [ManifestWarning] = []
    /// The manifest has no records at all.
    public internal(set) var isEmpty = true

    public subscript(_ verdict: RecordFinding.Verdict) -> Int { counts[verdict] ?? 0 }

    /// Whether the manifest names something, and all of it is missing.
    public var isNothingThere: Bool {
        self[.missing] > 0 && counts.allSatisfy { $0.key == .missing || $0.key == .extra || $0.value == 0 }
    }

    public var differences: Int {
        counts.reduce(brokenRules) { $0 + ($1.key == .same || $1.key == .unreadable ? 0 : $1.value) }
    }

    public var verdict: CheckResult.Verdict {
        if isInterrupted { return .interrupted }
        if errors > 0 || self[.unreadable] > 0 || !isManifestComplete { return .undecided }
        return differences > 0 ? .different : .same
    }
}
