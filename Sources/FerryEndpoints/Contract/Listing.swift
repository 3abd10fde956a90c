public import FerryCore

/// A listing that is pulled, in canonical order, with memory bounded by the depth and the widest directory.
///
/// One thread pulls; a listing may read ahead on threads of its own.
public protocol Listing: AnyObject {
    /// The next few entries, never an empty array; nil at the end. An entry's path is relative to the endpoint's root.
    ///
    /// A directory that cannot be read does not end the listing: a failure comes in its place, after its entry if it has
    /// one, and everything below it is missing. A thrown error ends the listing, which is then not complete, unless it
    /// `continues`.
    func next() throws(EndpointError) -> [ListedItem]?

    /// Whether `next` may be called again after a transient error, and then goes on without a gap: a page is a request of
    /// its own.
    var continues: Bool { get }

    /// Stops reading ahead. Called when the puller has had enough; harmless after the end.
    func cancel()
}

extension Listing {
    public var continues: Bool { false }
}

/// One item of a listing.
public enum ListedItem: Sendable {
    case entry(Entry)
    /// Something could not be looked at. `subtree` says that everything below the path is unknown.
    case failure(EndpointError, path: RelativePath, subtree: Bool)

    public var path: RelativePath {
        switch self {
        case .entry(let entry): entry.path
        case .failure(_, let path, _): path
        }
    }
}

/// What to list.
public struct ListingRequest: Sendable {
    /// The directory to list; the root's path is empty.
    public var directory: RelativePath
    public var recursive: Bool
    /// What to leave out; nil takes everything.
    public var selection: (any Selection)?
    public var links: LinkPolicy
    /// Do not enter directories on other file systems (they are listed themselves).
    public var oneFileSystem: Bool
    /// What need not be handed over although it is selected.
    public var screen: (any ListingScreen)?
    /// Whether what lies below a file is a failure, and not part of the listing: only where directories are simulated can
    /// anything lie there, and elsewhere it can have no place.
    public var refusesNamesakes = false

    public init(
        directory: RelativePath = .root, recursive: Bool = true, selection: (any Selection)? = nil,
        links: LinkPolicy = .keep, oneFileSystem: Bool = false, screen: (any ListingScreen)? = nil
    ) {
        self.directory = directory
        self.recursive = recursive
        self.selection = selection
        self.links = links
        self.oneFileSystem = oneFileSystem
        self.screen = screen
    }

    /// Which symlinks a listing presents as what they lead to.
    public enum LinkPolicy: Sendable, Hashable {
        case keep
        /// rsync's `--copy-links`: every one; a dangling one is a failure with `unsupported`, which no vanished entry has.
        case followAll
        /// rsync's `--copy-dirlinks`: those that lead to directories.
        case followDirectories
        /// rsync's `--copy-unsafe-links`: those that lead out of the tree.
        case followUnsafe
        /// None, but the way to the listed directory may lead through symlinks that were presented as directories before.
        /// That holds for every policy that follows some, too.
        case keepBelow

        /// Whether any symlink is presented as what it leads to.
        public var followsAny: Bool { self != .keep && self != .keepBelow }

        /// The same, where a symlink leads to the directory.
        public var behindLink: LinkPolicy { self == .keep ? .keepBelow : self }
    }
}

/// Decides, directory by directory, what a listing contains. Immutable; asked from any thread of the listing.
public protocol Selection: Sendable {
    /// Whether an entry is part of the listing. A directory that is not is not entered.
    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool

    /// The selection that rules inside a directory which is about to be read. Called for the listed directory itself
    /// too, and in parents before children.
    func entering(_ directory: RelativePath) throws(EndpointError) -> any Selection

    /// Whether nothing is left out, here or further down: then whole trees can be asked for at once.
    var takesEverything: Bool { get }

    /// What there can be in a directory, here or further down, where names are selected and not rules: nil elsewhere.
    func names(in directory: RelativePath) -> [SelectedName]?
}

/// The name of an entry that is selected if it exists.
public struct SelectedName: Hashable, Sendable {
    public let path: RelativePath
    /// Whether it is a directory that leads to other names.
    public let leadsOn: Bool

    public init(path: RelativePath, leadsOn: Bool) {
        self.path = path
        self.leadsOn = leadsOn
    }
}

extension Selection {
    public var takesEverything: Bool { false }
    public func names(in directory: RelativePath) -> [SelectedName]? { nil }

    /// Whether an item is part of a listing. A name of which nothing is known is none if it would not be as a directory,
    /// or as anything else.
    public func takes(_ item: ListedItem) -> Bool {
        switch item {
        case .entry(let entry): includes(entry.path, isDirectory: entry.isDirectory)
        case .failure(_, let path, subtree: true): includes(path, isDirectory: true)
        case .failure(_, let path, subtree: false):
            includes(path, isDirectory: false) && includes(path, isDirectory: true)
        }
    }
}
