internal import FerryCore
internal import FerryState

/// One item of work for a transfer thread.
struct FileTask: PooledItem {
    let work: Work
    /// The directory that it happens in, retained until the work is done.
    let directory: DirectoryNode

    enum Work: Sendable {
        case action(Action)
        /// A file whose content must be compared before it can be planned, and what the last run says of it.
        case compare(SourceItem, destination: Entry, DirectoryRecords.Verdict)
        case links(LinkGroup)
    }

    /// Whether it does nothing else.
    var setsMetadata: Bool { if case .action(let action) = work { action.kind == .setMetadata } else { false } }

    var weight: Int64 {
        switch work {
        case .action(let action): action.kind == .create || action.kind == .update ? action.item.entry.size : 0
        case .compare(let item, _, _): item.entry.size
        case .links(let group): group.members.first?.item.entry.size ?? 0
        }
    }
}
