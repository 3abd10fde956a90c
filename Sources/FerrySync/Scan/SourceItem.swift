public import FerryCore
public import FerryEndpoints

/// One entry that takes part in the run. Its path is the one that it gets at the destination.
public struct SourceItem: Sendable {
    public var entry: Entry
    /// Its path at the source where that is another one: a single file that gets a new name.
    public var originalPath: RelativePath?
    /// Which of the job's sources it comes from.
    public var source: Int
    /// A directory whose content takes part too; only in such directories is anything extraneous.
    public var hasContent: Bool
    /// A directory that is here only because a relative name leads through it.
    public var isImplied: Bool
    /// What a manifest says of the file here, and of the one that the destination has under its name.
    public var claim: ContentClaim?
    public var known: ContentClaim?
    /// The check file that the run would write beside it, as the destination has it; nil where nobody has looked.
    public var checkFile: Looked?

    public init(entry: Entry, source: Int, hasContent: Bool = false, isImplied: Bool = false) {
        self.entry = entry
        self.source = source
        self.hasContent = hasContent
        self.isImplied = isImplied
    }
}

extension SourceItem {
    /// The entry under the name that it has at the source, which is the name that reports give.
    public var originalEntry: Entry {
        guard let originalPath else { return entry }
        return entry.at(originalPath)
    }
}

/// What a look at a name found.
public enum Looked: Sendable {
    case nothing
    indirect case entry(Entry)

    public init(_ entry: Entry?) {
        self = entry.map { .entry($0) } ?? .nothing
    }

    public var entry: Entry? { if case .entry(let entry) = self { entry } else { nil } }
}

/// What a scan yields.
public enum ScanItem: Sendable {
    case item(SourceItem)
    /// Something could not be looked at; `subtree` says that everything below is unknown.
    case failure(EndpointError, path: RelativePath, subtree: Bool)
    /// A named entry that takes no part.
    case omitted(Entry, Reason)
    /// A named entry that does not exist, and shall not at the destination either (`--delete-missing-args`).
    case absent(RelativePath)

    public var path: RelativePath {
        switch self {
        case .item(let item): item.entry.path
        case .failure(_, let path, _): path
        case .omitted(let entry, _): entry.path
        case .absent(let path): path
        }
    }

    /// The canonical order of two items of one tree; a failure counts as what it is a failure of.
    func canonicalOrder(to other: ScanItem) -> Int {
        CanonicalOrder.compare(path, isDirectory: isDirectory, other.path, isDirectory: other.isDirectory)
    }

    var isDirectory: Bool {
        switch self {
        case .item(let item): item.entry.isDirectory
        case .failure(_, _, let subtree): subtree
        case .omitted: true
        case .absent: false
        }
    }
}
