public import FerryCore
public import FerryEndpoints
internal import FerryManifest

/// Makes a bag of a tree (RFC 8493, version 1.0): a copy of it, or the directory itself.
public struct BagCreation {
    public var algorithms: [DigestAlgorithm]
    /// Lines of `bag-info.txt` beside the payload's size.
    public var info: [(label: String, value: String)]
    public var observer: any SyncObserver

    public init(
        algorithms: [DigestAlgorithm], info: [(label: String, value: String)], observer: any SyncObserver
    ) {
        self.algorithms = algorithms
        self.info = info
        self.observer = observer
    }

    /// Why a directory is not made a bag, beside what goes wrong on the way.
    public enum Refusal: Error, Sendable {
        case isBag
        case isNotEmpty
        /// A file of the payload is there already, and is none of the tree, or another version of it.
        case isForeign(RelativePath)
        /// A tag file is there already, and is not the one that would be written.
        case isOther(RelativePath)
        /// Entries cannot be moved there.
        case cannotMove
        /// An entry that is to be moved is in the unfinished payload, too.
        case conflict(RelativePath)
    }

    /// Where the payload of a directory lies until its tag files are written.
    public static let unfinished = RelativePath(unchecked: Array("data.unfinished-bag".utf8))

    // MARK: A new directory

    /// Copies the tree of `job` into `bag`, which has to be absent, empty, or hold nothing but what an earlier call that did not come
    /// to its end left: the payload, and tag files. Files that are there stay if they are those that belong there; nothing is
    /// replaced or removed. `bagit.txt` comes last.
    public func copy(_ job: ManifestJob, to bag: any Endpoint) throws -> SyncResult {
        let isBegun = try bag.entry(at: .root) != nil && isUnfinishedCopy(bag)
        try requireNames(of: job)
        try bag.ensureDirectory(at: .root, permissions: nil)
        let top = try job.place.endpoint.entry(at: .root)
        try bag.ensureDirectory(at: BagPath.payload, permissions: PayloadCopy.permissions(of: top))
        let payload = try bag.sibling(at: BagPath.payload.bytes)
        defer { payload.close() }
        let present = try isBegun ? PresentPayload(payload, of: job.place.endpoint) : PresentPayload()
        let drafts = try BagDrafts(on: bag, algorithms)
        let result = try describe(
            job, PayloadCopy(of: job.place.endpoint, to: payload, present, job.cancellation), into: drafts)
        guard result.status == .success else { return result }
        if let path = present.firstLeft { throw Refusal.isForeign(path) }
        if isBegun { try drafts.keepPresent(job.cancellation) }
        try drafts.synchronize()
        try drafts.commitOthers()
        try drafts.commitDeclaration()
        try bag.durability?.synchronize(directories: [.root])
        return result
    }

    /// Whether there is a payload already, and nothing else than what is written before `bagit.txt`.
    private func isUnfinishedCopy(_ bag: any Endpoint) throws -> Bool {
        let names = try names(on: bag)
        if names.isEmpty { return false }
        guard Set(names).isSubset(of: BagDrafts.names(algorithms) + [BagPath.payload]),
            try bag.entry(at: BagPath.payload)?.isDirectory == true
        else { throw Refusal.isNotEmpty }
        return true
    }

    /// Throws what cannot be named in a bag, before anything is copied. What cannot be listed fails later.
    private func requireNames(of job: ManifestJob) throws {
        let items = job.items(job.context(observer: SilentObserver()))
        while !job.cancellation.isCancelled, let item = try items.next() {
            guard case .item(let item) = item, Dialect.bagit.describes(item.entry.kind), job.takesPart(item.entry)
            else { continue }
            if let reason = BagPath.refusal(of: item.entry.path, item.entry.kind) {
                throw ManifestError.notExpressible(item.entry.path, reason, .bagit)
            }
        }
    }

    private func describe(
        _ job: ManifestJob, _ taker: (any ContentTaker)? = nil, into drafts: BagDrafts
    ) throws(ManifestError) -> SyncResult {
        let kinds = Set(EntryKind.allCases.filter(Dialect.bagit.describes))
        let contents = ManifestCreation.Contents(algorithms: algorithms, kinds: kinds, taker: taker)
        let result = try ManifestCreation(job, contents: contents, observer: observer).run(into: drafts)
        if result.status == .success { try drafts.complete(info: info) }
        return result
    }

    // MARK: The directory itself

    /// Makes the directory of `job` a bag.
    ///
    /// Everything is read before anything is changed. Then all entries are moved into `data.unfinished-bag`, `bagit.txt`
    /// and the other tag files appear, and the directory with the entries becomes `data`: renames only, none of which
    /// replaces anything. Interrupted anywhere, every file is there under its name, in one directory or the other, and
    /// the same call goes on from there.
    public func convert(_ job: ManifestJob) throws -> SyncResult {
        let bag = job.place.endpoint
        let declaration = try declaration(of: bag)
        var isMoved = false
        if try bag.entry(at: Self.unfinished) != nil {
            // Tag files are committed only after the last move.
            if declaration == nil { try move(on: bag) }
            isMoved = true
        } else if declaration != nil {
            throw Refusal.isBag
        }
        guard bag.renaming != nil else { throw Refusal.cannotMove }
        var payload = job
        if isMoved { payload.place.endpoint = try bag.sibling(at: Self.unfinished.bytes) }
        let drafts = try BagDrafts(on: bag, algorithms)
        let result = try describe(payload, into: drafts)
        guard result.status == .success else { return result }
        try drafts.synchronize()
        if !isMoved {
            try bag.createDirectory(at: Self.unfinished, metadata: Metadata())
            // Another process may have come to its end meanwhile.
            if try self.declaration(of: bag) != nil {
                try bag.remove(Self.unfinished, kind: .directory)
                throw Refusal.isBag
            }
            try move(on: bag)
        }
        try drafts.commitDeclaration()
        try drafts.commitOthers()
        try bag.renaming?.rename(Self.unfinished, to: BagPath.payload, on: nil)
        try bag.durability?.synchronize(directories: [.root])
        return result
    }

    private func declaration(of bag: any Endpoint) throws(EndpointError) -> Entry? {
        try bag.entry(at: RelativePath(unchecked: Array(BagDeclaration.fileName.utf8)))
    }

    /// Moves all entries of the base directory into the unfinished payload.
    private func move(on bag: any Endpoint) throws {
        guard let renaming = bag.renaming else { throw Refusal.cannotMove }
        for path in try names(on: bag) where path != Self.unfinished {
            let target = Self.unfinished.appending(path)
            if try bag.entry(at: target) != nil { throw Refusal.conflict(path) }
            try renaming.rename(path, to: target, on: nil)
        }
        try bag.durability?.synchronize(directories: [.root, Self.unfinished])
    }

    private func names(on bag: any Endpoint) throws(EndpointError) -> [RelativePath] {
        let listing = try bag.list(ListingRequest(recursive: false))
        defer { listing.cancel() }
        var names: [RelativePath] = []
        while let items = try listing.next() {
            for item in items {
                switch item {
                case .entry(let entry): names.append(entry.path)
                case .failure(let error, _, _): throw error
                }
            }
        }
        return names
    }
}

/// The same problems are told by the scan that comes after.
private struct SilentObserver: SyncObserver {
    func observe(_ event: SyncEvent) {}
}
