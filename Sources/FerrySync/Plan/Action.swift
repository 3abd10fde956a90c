package import FerryCore

/// What is to be done about one name, and why. Decided by the planner, carried out by the transfer stage.
package struct Action: Sendable {
    package var kind: ActionKind
    package var item: SourceItem
    package var destination: Entry?
    package var changes: Changes
    /// Whether the destination has no entry of this name and kind.
    package var isNew: Bool
    package var reason: Reason
    /// What is to be set: everything for new content, else only what differs.
    package var metadata: Metadata
    /// The unchanged file of a reference tree that is to be copied or linked instead of the source.
    package var reference: ReferenceMatch?
    /// Whether `--delay-updates` lets it wait for its name: not where others are to be links to it.
    var mayWait = true

    package init(
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

    package var path: RelativePath { item.entry.path }

    /// A file that a tree to compare with has already need not be here.
    var removesDestination: Bool { kind == .skip && reason == .inReferenceTree && destination != nil }

    /// The report of this action; dry and real runs give the same.
    package var report: ItemReport {
        ItemReport(
            action: kind, entry: item.originalEntry, changes: changes, isNew: isNew,
            linkedTo: kind == .link ? .root : nil, reason: reason, source: item.source)
    }
}

/// The best entry of the reference trees for a name.
package struct ReferenceMatch: Sendable {
    package enum Level: Int, Sendable, Comparable {
        /// Something of that kind is there.
        case exists
        /// Its content passes for the same.
        case sameContent
        /// Its metadata is as wanted too.
        case identical

        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    package let tree: Int
    package private(set) var use: ReferenceTree.Use
    package let entry: Entry
    package let level: Level

    /// Whether a file that is already at the destination gives way: to a link, or to nothing.
    var replacesExisting: Bool { level == .identical && use != .copy }

    /// The same, where no link can be made.
    var copied: ReferenceMatch {
        var match = self
        match.use = .copy
        return match
    }

    package init(tree: Int, use: ReferenceTree.Use, entry: Entry, level: Level) {
        self.tree = tree
        self.use = use
        self.entry = entry
        self.level = level
    }
}
