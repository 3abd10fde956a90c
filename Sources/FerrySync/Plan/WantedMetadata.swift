public import FerryCore
public import FerryEndpoints
public import FerryState

/// The metadata that an entry should have at the destination, by the options and by what is there already.
public struct WantedMetadata: Sendable {
    let options: MetadataOptions
    /// What the destination can set.
    let kept: MetadataFields

    /// What it can set on directories: nothing where they are only prefixes of names.
    let keptOfDirectories: MetadataFields

    /// As with rsync, a group that cannot be given is none that is wanted: it would be tried, and told, in each run.
    private let settableGroups: SettableGroups?
    /// Nil where `kept` says it.
    private let givingAway: GivingAway?
    /// What was tried before in vain, and told then.
    private let vainOwners: VainOwners

    public init(
        options: MetadataOptions, kept: MetadataFields, directories: Capabilities.Directories = .real,
        keepsDirectoryTimes: Bool = true, settableGroups: SettableGroups? = nil, givingAway: GivingAway? = nil,
        vainOwners: VainOwners = VainOwners()
    ) {
        self.options = options
        self.kept = kept
        self.settableGroups = settableGroups
        self.givingAway = givingAway
        self.vainOwners = vainOwners
        keptOfDirectories = directories == .real ? kept.subtracting(keepsDirectoryTimes ? [] : .modified) : []
    }

    private func kept(of kind: EntryKind) -> MetadataFields { kind == .directory ? keptOfDirectories : kept }

    /// `existing` is the destination's entry of the same kind, if any.
    public func metadata(for source: Attributes, existing: Attributes?) -> Metadata {
        Metadata(
            modified: keepsTime(of: source.kind) ? source.modified : nil,
            accessed: options.accessTimes && source.kind != .directory && source.kind != .symlink
                ? source.accessed : nil,
            permissions: permissions(for: source, existing: existing),
            user: options.owner && kept(of: source.kind).contains(.user)
                ? user(of: source, existing: existing) : nil,
            group: options.group && kept(of: source.kind).contains(.group)
                ? group(of: source, existing: existing) : nil)
    }

    /// As with rsync, who may not give away does not try to.
    private func user(of source: Attributes, existing: Attributes?) -> UInt32? {
        guard let user = source.owner.map({ options.user(for: $0.user) }) else { return nil }
        if existing?.owner?.user == user { return user }
        guard let givingAway, existing != nil || !givingAway.isOwn(user) else { return user }
        return givingAway.isAllowed ?? !vainOwners.users.contains(user) ? user : nil
    }

    private func group(of source: Attributes, existing: Attributes?) -> UInt32? {
        guard let group = source.owner.map({ options.group(for: $0.group) }) else { return nil }
        if existing?.owner?.group == group { return group }
        if let settableGroups, !settableGroups.mayContain(group) { return nil }
        // Where it is known which can be given, one that was refused was refused for another reason.
        let mustTry = settableGroups?.all == nil && givingAway?.isAllowed != true
        return mustTry && vainOwners.groups.contains(group) ? nil : group
    }

    /// Whether times of such entries are carried over.
    public func keepsTime(of kind: EntryKind) -> Bool {
        guard options.times, kept(of: kind).contains(.modified) else { return false }
        switch kind {
        case .directory: return !options.omitsDirectoryTimes
        case .symlink: return !options.omitsLinkTimes
        default: return true
        }
    }

    /// The bits that are to be set, or nil to leave them. Symlinks have none of their own on Linux.
    private func permissions(for source: Attributes, existing: Attributes?) -> UInt16? {
        guard source.kind != .symlink, kept(of: source.kind).contains(.permissions), let sent = source.permissions
        else { return nil }
        let wanted = options.changePermissions?(sent, source.isDirectory) ?? sent
        if options.permissions { return wanted }
        guard let present = existing?.permissions else { return wanted & 0o777 & ~options.umask }
        return options.executability && source.kind == .file ? executable(present, like: wanted) : present
    }

    /// rsync's `--executability`: whoever may read may execute, if the source is executable and the file was not.
    private func executable(_ present: UInt16, like wanted: UInt16) -> UInt16 {
        if wanted & 0o111 == 0 { return present & ~0o111 }
        return present & 0o111 == 0 ? present | (present & 0o444) >> 2 : present
    }
}

extension MetadataOptions {
    fileprivate func user(for user: UInt32) -> UInt32 { mapUser?(user) ?? user }
    fileprivate func group(for group: UInt32) -> UInt32 { mapGroup?(group) ?? group }
}
