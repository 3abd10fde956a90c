public import FerryCore

/// What is to be done about one name, and why. Decided by the planner, carried out by the transfer stage.
public struct Action: Sendable {
    public var kind: ActionKind
    public var item: SourceItem
    public var destination: Entry?
    public var changes: Changes
    /// Whether the destination has no entry of this name and kind.
    public var isNew: Bool
    public var reason: Reason
    /// What is to be set: everything for new content, else only what differs.
    public var metadata: Metadata
    /// The unchanged file of a reference tree that is to be copied or linked instead of the source.
    public var reference: ReferenceMatch?
    /// Whether `--delay-updates` lets it wait for its name: not where others are to be links to it.
    var mayWait = true

    public init(
        _ kind: ActionKind, _ item: SourceItem, destination: Entry?, changes: Changes = [], isNew: Bool = false,
        reason: Reason, metadata: Metadata = Metadata(), reference: ReferenceMatch? = nil
    ) {
        self.kind = kind
        self.item = item
        self.destination = destination
        self.changes = changes
        self.isNew = isNew
        self.reason = reason
        self.metadata = metadata
        self.reference = reference
    }

    public var path: RelativePath { item.entry.path }

    /// A file that a tree to compare with has already need not be here.
    var removesDestination: Bool { kind == .skip && reason == .inReferenceTree && destination != nil }

    /// The report of this action; dry and real runs give the same.
    public var report: ItemReport {
        ItemReport(
            action: kind, entry: item.originalEntry, changes: changes, isNew: isNew,
            linkedTo: kind == .link ? .root : nil, reason: reason, source: item.source)
    }
}

/// The best entry of the reference trees for a name.
public struct ReferenceMatch: Sendable {
    public enum Level: Int, Sendable, Comparable {
        /// Something of that kind is there.
        case exists
        /// Its content passes for the same.
        case sameContent
        /// Its metadata is as wanted too.
        case identical

        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    public let tree: Int
    public private(set) var use: ReferenceTree.Use
    public let entry: Entry
    public let level: Level

    /// Whether a file that is already at the destination gives way: to a link, or to nothing.
    var replacesExisting: Bool { level == .identical && use != .copy }

    /// The same, where no link can be made.
    var copied: ReferenceMatch {
        var match = self
        match.use = .copy
        return match
    }

    public init(tree: Int, use: ReferenceTree.Use, entry: Entry, level: Level) {
        self.tree = tree
        self.use = use
        self.entry = entry
        self.level = level
    }
}
