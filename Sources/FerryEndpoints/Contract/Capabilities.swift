public import FerryCore

/// What an endpoint can do, as a value. The planner picks its strategy from it and asks nothing else: above the
/// endpoints nobody knows which protocol is spoken.
public struct Capabilities: Sendable, Hashable {
    public var timePrecision: TimePrecision
    /// What `commit` can set.
    public var metadataKept: MetadataFields
    /// What `apply` can set: less where metadata comes with the content only.
    public var metadataApplied: MetadataFields { applied ?? metadataKept }
    private var applied: MetadataFields?
    /// Whether directories can have times, where files can.
    public var keepsDirectoryTimes = true
    /// Whether nothing but trying shows what keeps its time.
    public var timesAreTried = false
    /// Whether metadata that is kept is refused only on what belongs to another account.
    public var refusesOthersOnly = false
    /// Nil where entries can be given any group, or nobody tells.
    public var settableGroups: SettableGroups?
    /// Nil where it is known whether entries can be given away, as `metadataKept` says.
    public var givingAway: GivingAway?
    public var directories: Directories
    public var isCaseSensitive: Bool
    /// Whether a commit replaces an old file without a moment in which there is none.
    public var replacesAtomically: Bool
    /// Whether anything can be written at all.
    public var isWritable: Bool
    public var rangedReads: Bool
    public var writeOrder: WriteOrder
    public var composition: Composition
    /// Whether a file that is written in place can end up shorter than it was.
    public var cutsOff = true
    /// Whether staged files tell `storedDigests`: what is composed of old content can be confirmed where it is. Where digests are
    /// made by programs, asking for their algorithms may show that there are none.
    public var digestsStaged: Bool
    /// Whether reading costs about as little as it does here: no link lies between. Only then is an old file read to find
    /// what of it can stay, and a new one read back unasked; elsewhere signatures and digests stand in for that.
    public var cheapReads: Bool
    /// Whether a copy of a range within the endpoint passes through this machine's memory: then it costs no less than writing
    /// bytes that are there already.
    public var copiesByteByByte = false
    /// Whether an existing file can be written without staging.
    public var writesInPlace: Bool
    public var names: NameRules
    /// Whether `entry(at:)` costs about as little as an entry of a listing, so that looking names up one by one beats
    /// listing what was not asked for.
    public var cheapLookups: Bool
    /// Whether a listing tells of a file what a look does. Where not, its entries have neither times nor permissions, only
    /// size, version and perhaps digest.
    public var listsMetadata: Bool
    /// Whether files can be asked for by name where nobody may list, or even see, the directories above them.
    public var hidesDirectories = false
    /// Whether removing what is absent is an error; where nobody is told, it succeeds.
    public var tellsAbsence: Bool
    /// How many transfers at a time go fastest.
    public var advisedConnections: Int
    /// How many staged files may be open at a time; nil where no limit is known.
    public var stagedFiles: Int?
    /// How many steps of a commit files can take together (`StagedFile.advance`); 0 where nothing is gained by that.
    public var commitSteps = 0
    /// How many bytes of such files keep a link busy; nil where it does not matter. More wait at the far side, which may cost it
    /// more than they gain: OpenSSH copies all that waits whenever something comes to it.
    public var bytesTogether: Int64?
    /// Whether `read` asks for content and does not wait for any, so that several files can be asked for ahead.
    public var readsAhead = false
    /// How many files may be asked for ahead in all where those go on by steps (`ByteReader.advance`), each of them open there
    /// meanwhile: of use to few threads that take many files each. Nil where they need no steps.
    public var readInSteps: Int?
    /// In bytes; nil where no limit is known.
    public var largestFile: Int64?

    public init(
        timePrecision: TimePrecision = .nanosecond, metadataKept: MetadataFields = [.modified],
        metadataApplied: MetadataFields? = nil,
        directories: Directories = .real, isCaseSensitive: Bool = true, replacesAtomically: Bool = true,
        isWritable: Bool = true,
        rangedReads: Bool = true, writeOrder: WriteOrder = .any, composition: Composition = .none,
        digestsStaged: Bool = false, cheapReads: Bool = false,
        writesInPlace: Bool = true, names: NameRules = .posix, cheapLookups: Bool = false, listsMetadata: Bool = true,
        tellsAbsence: Bool = true, advisedConnections: Int = 4, stagedFiles: Int? = nil,
        largestFile: Int64? = nil
    ) {
        self.timePrecision = timePrecision
        self.metadataKept = metadataKept
        applied = metadataApplied
        self.directories = directories
        self.isCaseSensitive = isCaseSensitive
        self.replacesAtomically = replacesAtomically
        self.isWritable = isWritable
        self.rangedReads = rangedReads
        self.writeOrder = writeOrder
        self.composition = composition
        self.digestsStaged = digestsStaged
        self.cheapReads = cheapReads
        self.writesInPlace = writesInPlace
        self.names = names
        self.cheapLookups = cheapLookups
        self.listsMetadata = listsMetadata
        self.tellsAbsence = tellsAbsence
        self.advisedConnections = advisedConnections
        self.stagedFiles = stagedFiles
        self.largestFile = largestFile
    }

    public enum Directories: Sendable, Hashable {
        case real
        /// Directories exist as prefixes of names only: empty ones cannot be kept.
        case simulated
    }

    public enum WriteOrder: Sendable, Hashable {
        case any, sequential
    }

    /// How a staged file may be composed from ranges of files that are already on the endpoint.
    public enum Composition: Sendable, Hashable {
        case none
        /// Not at all; but in a file that is written in place, what is not written stays.
        case unmoved
        /// Any byte range.
        case bytes
        /// Whole parts of `minimum ... maximum` bytes, at most `count` of them; only the last may be smaller.
        case parts(minimum: Int64, maximum: Int64, count: Int)
    }
}
