internal import FerryCore
internal import FerryEndpoints

/// All that a staged file needs before it may have its name: its metadata, and the proof that the server holds what was
/// sent. Under way when made, behind the writes.
struct Completion {
    private let file: RemoteFile
    private let path: RelativePath
    private let metadata: Metadata
    private let length: Int64
    private let host: SSHHost
    private let initial: FileAttributes
    private let isLikely: Bool
    private var setting: MetadataSetting
    private let question: UploadConfirmation.Question?
    private let early: Pending<FileAttributes>

    init(
        of file: RemoteFile, at path: RelativePath, _ metadata: Metadata, length: Int64, initial: InitialAttributes,
        host: SSHHost, asking confirmation: inout UploadConfirmation
    ) throws(SFTPError) {
        (self.file, self.path, self.metadata, self.length, self.host) = (file, path, metadata, length, host)
        self.initial = try initial.known(of: file, host.newFiles)
        isLikely = initial.isLikely
        setting = try MetadataSetting(metadata, current: self.initial, host: host, target: Self.target(file))
        question = try confirmation.ask(file, length: length)
        early = try file.connection.fstat(file.handle)
    }

    private static func target(_ file: RemoteFile) -> MetadataSetting.Target {
        { (attributes) throws(SFTPError) in try file.connection.fsetstat(file.handle, attributes) }
    }

    /// Waits for all of it once: servers keep the order.
    func arrive() { early.arrive() }

    mutating func finish(_ writes: inout WritesUnderWay) throws(SFTPError) -> Committed {
        arrive()
        try writes.finish()
        var notSet = try setting.finish()
        var result = notSet.isEmpty ? try early.wait() : try look()
        if isLikely, !isOwner(result.owner, after: notSet) {
            host.newFiles.wereOthers()
            setting = try MetadataSetting(metadata, current: result, host: host, target: Self.target(file))
            notSet = try setting.finish()
            result = try look()
        }
        guard result.size == UInt64(length) else {
            throw .refused(.corrupted, "the server holds \(result.size ?? 0) bytes instead of \(length)")
        }
        return Committed(
            entry: try result.known(at: path), notSet: notSet.union(lost(result.owner)).intersection(metadata.fields),
            isConfirmed: try question?.isConfirmed() ?? false)
    }

    /// Servers say yes that do not do it.
    private func lost(_ owner: Owner?) -> MetadataFields {
        guard let owner else { return [] }
        var lost: MetadataFields = []
        if let user = metadata.user, user != owner.user { lost.insert(.user) }
        if let group = metadata.group, group != owner.group { lost.insert(.group) }
        return lost
    }

    private func look() throws(SFTPError) -> FileAttributes { try file.connection.fstat(file.handle).wait() }

    /// Whether the file is whose it must be if it was made as was likely.
    private func isOwner(_ owner: Owner?, after notSet: MetadataFields) -> Bool {
        guard let owner, let first = initial.owner else { return true }
        let user = notSet.contains(.user) ? first.user : metadata.user ?? first.user
        let group = notSet.contains(.group) ? first.group : metadata.group ?? first.group
        return owner == Owner(user: user, group: group)
    }
}
