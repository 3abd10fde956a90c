public import FerryCore

/// What a staged file is to become.
public struct StageRequest: Sendable {
    /// The name that the file gets when it is committed.
    public var path: RelativePath
    /// Its length, where known beforehand, for reserving space and choosing part sizes.
    public var size: Int64?
    /// What the commit will set, as far as it is known: some endpoints have to say it before the content. Another value
    /// in the commit costs them a request more.
    public var metadata: Metadata
    public var placement: Placement
    /// The commit is `alreadyExists` when the name is taken by then, where the endpoint can tell that in the same step;
    /// elsewhere it replaces what is there, as ever.
    public var sparesExisting = false
    /// Ranges of other files go into it.
    public var isComposed = false
    /// Continue an earlier staged file as its last checkpoint left it, instead of beginning anew. `notFound` when it is
    /// gone.
    public var resuming: ResumeToken?
    /// The name that the file to be continued was given in the meantime (`StagedFile.keep`), which it loses again. Of use
    /// for files of this machine only.
    public var keptAt: RelativePath?

    public init(
        path: RelativePath, size: Int64? = nil, metadata: Metadata = Metadata(), placement: Placement = .beside,
        resuming: ResumeToken? = nil, keptAt: RelativePath? = nil
    ) {
        self.path = path
        self.size = size
        self.metadata = metadata
        self.placement = placement
        self.resuming = resuming
        self.keptAt = keptAt
    }

    /// Where the bytes live until the commit.
    public enum Placement: Sendable {
        /// In the same directory, under a temporary name.
        case beside
        /// In the root of another endpoint of the same kind (`--temp-dir`). When a rename cannot cross over, the commit
        /// first copies the file beside its final name.
        case directory(any Endpoint)
        /// No staging: the existing file itself is written (`--inplace`, `--append`). Discarding leaves what was
        /// written. `keepsContent` is false where the file is to be emptied first.
        case inPlace(keepsContent: Bool)
    }
}

/// What an endpoint needs to continue a staged file later, perhaps in another process. Opaque to everyone else.
public struct ResumeToken: Sendable, Hashable {
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}
