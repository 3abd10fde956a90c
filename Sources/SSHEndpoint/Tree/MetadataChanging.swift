internal import FerryCore
internal import FerryEndpoints

/// A change of metadata of what lies at a path. It is looked at first, unless this run has made it as a directory: what became of
/// it since, nobody need know where the request follows no symlink.
struct MetadataChanging {
    private let change: MetadataChange
    private let endpoint: SSHEndpoint
    private let connection: Connection
    private var look: Pending<FileAttributes>?
    private var setting: MetadataSetting?
    private let isUnseen: Bool

    init(_ change: MetadataChange, on endpoint: SSHEndpoint, _ connection: Connection) throws(SFTPError) {
        (self.change, self.endpoint, self.connection) = (change, endpoint, connection)
        let known = change.kind == .directory ? endpoint.made.take(change.path) : nil
        isUnseen = known != nil && endpoint.features.offers(.lsetstat)
        if isUnseen, let known {
            let name = try endpoint.root.path(change.path)
            try endpoint.requireDirectories(above: change.path, connection)
            setting = try MetadataSetting(change.metadata, current: known, host: endpoint.host) {
                (attributes) throws(SFTPError) in try connection.lsetstat(name, attributes)
            }
        } else {
            look = try endpoint.beginLooking(at: change.path, connection)
        }
    }

    /// Waits for what is there, and asks for the change.
    mutating func ready() throws(SFTPError) {
        guard let look = look.take() else { return }
        setting = try endpoint.beginSetting(change, on: look, connection)
    }

    /// Waits until all is set; returns what is not permitted or not kept there. Before glibc 2.32, servers cannot set permissions
    /// without following symlinks.
    mutating func finish() throws(SFTPError) -> MetadataFields {
        let notSet = try setting?.finish() ?? []
        if !isUnseen || notSet.isDisjoint(with: [.permissions, .modified, .accessed]) { return notSet }
        var again = try endpoint.beginSetting(
            change, on: endpoint.beginLooking(at: change.path, connection), connection)
        return try again.finish()
    }
}
