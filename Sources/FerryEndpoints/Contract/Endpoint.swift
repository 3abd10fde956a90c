public import FerryCore

/// A connected location: the one way by which everything above reads, lists and writes files, wherever they live.
///
/// Calls block, and may come from many threads at once. Paths are relative to the location's root, which is the empty
/// path; nothing outside it can be reached, not even through symlinks that others put below it, except where a listing
/// or a read was asked to follow them.
public protocol Endpoint: Sendable {
    var location: String { get }

    /// What this endpoint can do, from what the other side said when it was connected.
    var capabilities: Capabilities { get }

    /// Within what the identities of entries are unique: the same for all endpoints of one machine. By default nothing
    /// but the endpoint's own location.
    var identitySpace: String { get }

    /// The name of an entry for all endpoints of one identity space, where names are all that tells files apart: in stores,
    /// and on servers that tell no inode numbers. Nil where entries have identities of their own.
    func absoluteName(of path: RelativePath) -> [UInt8]?

    /// The entry at `path`, symlinks not followed. Nil means absent; being forbidden to look is an error.
    func entry(at path: RelativePath) throws(EndpointError) -> Entry?

    /// As `entry`, where anything but a file is as good as nothing. In places that have no directories of their own that is
    /// cheaper to find out.
    func file(at path: RelativePath) throws(EndpointError) -> Entry?

    /// What is known of several names of one directory, for each what `entry` would say. All are absent where there is no
    /// such directory.
    func attributes(of names: NameList, in directory: RelativePath) throws(EndpointError) -> [Attributes?]

    /// What lies below a directory, in canonical order. The directory itself is not part of it. Where there is no
    /// directory of that path, `notFound`; simulated directories may be found empty instead.
    func list(_ request: ListingRequest) throws(EndpointError) -> any Listing

    /// The bytes of a file that was listed or looked up, pinned to that version: `changedDuringTransfer`, here or from
    /// the reader, when it is another one by now. A nil range is the whole file; a range ends at the file's end at the
    /// latest, so one that lies beyond it is empty.
    func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader

    /// Begins a file that nobody sees until it is committed.
    func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile

    /// Makes one directory, whose parent exists. An existing entry is `alreadyExists`. Simulated directories cannot be
    /// made or removed: they are there while something lies below them, and both calls do nothing.
    /// The permissions are set at once; times belong to the end of the directory's transfers, see `apply`.
    func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError)

    /// Removes one entry. A directory must be empty, else `notEmpty`. Absent is `notFound`, except where
    /// the capabilities say that nobody is told.
    func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError)

    /// Sets metadata, never through a symlink. Returns what could not be set because it is not permitted or not kept
    /// here; anything else is an error.
    func apply(_ metadata: Metadata, to path: RelativePath, kind: EntryKind) throws(EndpointError) -> MetadataFields

    /// Another root at the same place, over the same connection: where backups, reference trees and temporary files
    /// live. A relative `path` is taken from this root and may lead out of it; the user named it.
    func sibling(at path: [UInt8]) throws(EndpointError) -> any Endpoint

    /// Whether the place takes whole files of another endpoint by itself (`StagedFile.splice`), so that nothing is sent, as far
    /// as that is known beforehand.
    func copies(from source: any Endpoint) -> Bool

    /// How many requests were made since the last call, by the protocol's names for them: of this endpoint, or of all those of
    /// the command that count together. Empty where nobody is billed for any.
    func takeRequests() -> [String: Int]

    /// Ends the connection. Staged files that were neither ended nor checkpointed are discarded.
    func close()

    /// The endpoint below all decorators: how an endpoint recognises a sibling of its own in an argument.
    var undecorated: any Endpoint { get }

    // Optional roles: nil where this endpoint cannot do it.
    var links: (any LinkRole)? { get }
    var specialFiles: (any SpecialFileRole)? { get }
    var renaming: (any RenamingRole)? { get }
    var durability: (any DurabilityRole)? { get }
    var batchRemoval: (any BatchRemovalRole)? { get }
    var leftovers: (any LeftoverRole)? { get }
    var directoryMarkers: (any DirectoryMarkerRole)? { get }
    var versions: (any VersionRole)? { get }
    var accounts: (any AccountRole)? { get }
    var digests: (any DigestRole)? { get }
    var signatures: (any SignatureRole)? { get }
    var rangeReads: (any RangeReadRole)? { get }
    var groupedCalls: (any GroupedCallsRole)? { get }
}

extension Endpoint {
    public func attributes(of names: NameList, in directory: RelativePath) throws(EndpointError) -> [Attributes?] {
        var found: [Attributes?] = []
        for index in 0..<names.count {
            found.append(try entry(at: directory.appending(name: names[index]))?.attributes)
        }
        return found
    }

    public func file(at path: RelativePath) throws(EndpointError) -> Entry? {
        let found = try entry(at: path)
        return found?.kind == .file ? found : nil
    }

    public var identitySpace: String { location }
    public func absoluteName(of path: RelativePath) -> [UInt8]? { nil }
    public func copies(from source: any Endpoint) -> Bool { false }
    public func takeRequests() -> [String: Int] { [:] }
    public var undecorated: any Endpoint { self }
    public var links: (any LinkRole)? { nil }
    public var specialFiles: (any SpecialFileRole)? { nil }
    public var renaming: (any RenamingRole)? { nil }
    public var durability: (any DurabilityRole)? { nil }
    public var batchRemoval: (any BatchRemovalRole)? { nil }
    public var leftovers: (any LeftoverRole)? { nil }
    public var directoryMarkers: (any DirectoryMarkerRole)? { nil }
    public var versions: (any VersionRole)? { nil }
    public var accounts: (any AccountRole)? { nil }
    public var digests: (any DigestRole)? { nil }
    public var signatures: (any SignatureRole)? { nil }
    public var rangeReads: (any RangeReadRole)? { nil }
    public var groupedCalls: (any GroupedCallsRole)? { nil }
}
