internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// Setting metadata of one file: the owner first, because changing it clears set-user-id bits, then the rest. Both
/// requests are under way before either is answered; what is refused together is tried piece by piece.
struct MetadataSetting {
    /// Sends a change, to a path or a handle.
    typealias Target = (FileAttributes) throws(SFTPError) -> Pending<Void>

    private let target: Target
    private let host: SSHHost
    private let user: UInt32?
    private let group: UInt32?
    private let current: Owner?
    private let others: FileAttributes
    private var notSet: MetadataFields = []
    private var ownerPending: Pending<Void>?
    private var othersPending: Pending<Void>?

    /// Begins to set `metadata` on what has the attributes `current`.
    init(
        _ metadata: Metadata, current: FileAttributes, isSymlink: Bool = false, host: SSHHost, target: @escaping Target
    ) throws(SFTPError) {
        self.target = target
        self.host = host
        self.current = current.owner
        let mayGiveAway = host.mayGiveAway.load(ordering: .relaxed)
        let wantsUser = metadata.user != nil && metadata.user != current.owner?.user
        user = wantsUser && mayGiveAway ? metadata.user : nil
        if wantsUser && !mayGiveAway { notSet.insert(.user) }
        group = metadata.group == current.owner?.group ? nil : metadata.group
        var others = FileAttributes()
        if let permissions = metadata.permissions, !isSymlink { others.mode = UInt32(permissions) }
        others.times = Self.times(metadata, current: current, &notSet)
        self.others = others
        try begin()
    }

    /// Sets nothing: `fields` are not kept there.
    init(nothingOf fields: MetadataFields, host: SSHHost) {
        (user, group, current, others, notSet) = (nil, nil, nil, FileAttributes(), fields)
        self.host = host
        target = { (_) throws(SFTPError) in throw .status(.unsupported) }
    }

    /// Both times are set or none; the other one stays as it is. Times outside of 32 bits cannot be kept.
    private static func times(
        _ metadata: Metadata, current: FileAttributes, _ notSet: inout MetadataFields
    ) -> FileAttributes.Times? {
        guard metadata.modified != nil || metadata.accessed != nil else { return nil }
        let modified = (metadata.modified ?? current.modified).flatMap { UInt32(exactly: $0.seconds) }
        let accessed = (metadata.accessed ?? current.accessed).flatMap { UInt32(exactly: $0.seconds) }
        if metadata.modified != nil, modified == nil { notSet.insert(.modified) }
        if metadata.accessed != nil, accessed == nil { notSet.insert(.accessed) }
        guard let either = modified ?? accessed else { return nil }
        return FileAttributes.Times(accessed: accessed ?? either, modified: modified ?? either)
    }

    private mutating func begin() throws(SFTPError) {
        if user != nil || group != nil { ownerPending = try target(owner(user: user, group: group)) }
        if others != FileAttributes() { othersPending = try target(others) }
    }

    private func owner(user: UInt32?, group: UInt32?) -> FileAttributes {
        // Version 3 sets both. What stays has the value that it has; -1 stands for that where it is not known.
        FileAttributes(
            owner: Owner(user: user ?? current?.user ?? .max, group: group ?? current?.group ?? .max))
    }

    /// Waits until all is set; returns what is not permitted or not kept there.
    mutating func finish() throws(SFTPError) -> MetadataFields {
        let wasRefused = try ownerPending.map { (pending) throws(SFTPError) in try !accepted(pending) } ?? false
        let regrouped = wasRefused ? try setGroupAlone() : false
        guard let othersPending else { return notSet }
        if try !accepted(othersPending) {
            try setOneByOne()
        } else if regrouped, others.mode != nil {
            // The first setting of the permissions came before the group's.
            _ = try accepted(try target(others))
        }
        return notSet
    }

    /// Who may not give files away may still choose among his groups. Returns whether the group was set.
    private mutating func setGroupAlone() throws(SFTPError) -> Bool {
        guard user != nil else {
            notSet.insert(.group)
            return false
        }
        host.mayGiveAway.store(false, ordering: .relaxed)
        notSet.insert(.user)
        guard let group else { return false }
        if try accepted(try target(owner(user: nil, group: group))) { return true }
        notSet.insert(.group)
        return false
    }

    private mutating func setOneByOne() throws(SFTPError) {
        if let mode = others.mode, try !accepted(try target(FileAttributes(mode: mode))) { notSet.insert(.permissions) }
        if let times = others.times, try !accepted(try target(FileAttributes(times: times))) {
            notSet.formUnion([.modified, .accessed])
        }
    }

    /// Returns false where it is not permitted or not kept. Servers also answer plain failure to what the file system does
    /// not do.
    private func accepted(_ pending: Pending<Void>) throws(SFTPError) -> Bool {
        do throws(SFTPError) {
            try pending.wait()
            return true
        } catch {
            guard let status = error.status, status.meansNotKept || status == .failure else { throw error }
            return false
        }
    }
}
