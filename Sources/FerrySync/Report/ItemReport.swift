public import FerryCore

/// The fate of one entry.
public struct ItemReport: Sendable, Hashable {
    public var action: ActionKind
    /// The source's entry with its path in the transfer; for deletes the destination's.
    public var entry: Entry
    /// In which respects the destination differed.
    public var changes: Changes
    /// The destination had no entry of this name and kind.
    public var isNew: Bool
    /// For hard links: the path it was linked to; empty when it was linked already.
    public var linkedTo: RelativePath?
    public var reason: Reason
    /// Which of the job's sources it comes from; nil for what only the destination has.
    public var source: Int?
    /// Content that went through this process or the kernel's copy, and content reused from old files, in bytes.
    public var literalBytes: Int64
    public var matchedBytes: Int64
    /// Of the content, where the run was asked for it and had to read it anyway.
    public var digest: Digest?

    public init(
        action: ActionKind, entry: Entry, changes: Changes = [], isNew: Bool = false, linkedTo: RelativePath? = nil,
        reason: Reason, source: Int? = nil, literalBytes: Int64 = 0, matchedBytes: Int64 = 0
    ) {
        self.action = action
        self.entry = entry
        self.changes = changes
        self.isNew = isNew
        self.linkedTo = linkedTo
        self.reason = reason
        self.source = source
        self.literalBytes = literalBytes
        self.matchedBytes = matchedBytes
    }
}

public enum ActionKind: String, Sendable, Hashable {
    /// Content is sent to a name that had none, or whose old content is replaced.
    case create, update
    /// A directory, symlink or special file is made; nothing is sent.
    case make
    case delete
    case setMetadata
    /// A hard link to another destination file is made.
    case link
    /// Nothing is done.
    case skip
}

/// Why an action was chosen.
public enum Reason: String, Sendable, Hashable {
    case missing, sizeDiffers, timeDiffers, contentDiffers, kindDiffers, targetDiffers, deviceDiffers, forced
    case metadataDiffers, same, extraneous
    /// Size and time are equal, but one of the two files is not the one that the last run left.
    case changedSinceLastRun
    /// Left alone because an option says so.
    case newerAtDestination, existsAlready, doesNotExist, tooSmall, tooLarge, notShorter, notRegular, needsSuperUser,
        unsafeLink
    /// A named directory, without `-r` or `-d`.
    case notRecursive
    /// Found unchanged in a reference tree.
    case inReferenceTree
    /// A further name of a file that is already there.
    case hardLink
}

/// In which respects source and destination differ; the letters of rsync's `%i`.
public struct Changes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// `c`: the content is known to differ, or a link's target, or a device's number.
    public static let content = Changes(rawValue: 1)
    /// `s`
    public static let size = Changes(rawValue: 2)
    /// `t`
    public static let modified = Changes(rawValue: 4)
    /// `T`: the time becomes that of the transfer.
    public static let modifiedToNow = Changes(rawValue: 8)
    /// `p`
    public static let permissions = Changes(rawValue: 16)
    /// `o`
    public static let owner = Changes(rawValue: 32)
    /// `g`
    public static let group = Changes(rawValue: 64)
    /// `u`
    public static let accessed = Changes(rawValue: 128)

    /// Those that setting such metadata makes.
    public init(of fields: MetadataFields) {
        self = []
        if fields.contains(.modified) { insert(.modified) }
        if fields.contains(.accessed) { insert(.accessed) }
        if fields.contains(.permissions) { insert(.permissions) }
        if fields.contains(.user) { insert(.owner) }
        if fields.contains(.group) { insert(.group) }
    }
}
