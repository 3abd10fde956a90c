internal import FerryCore
internal import FerryEndpoints

/// What a server can do, from its extensions and from who we are there.
struct ServerCapabilities {
    let capabilities: Capabilities
    /// Whether the server computes digests of files.
    let checksFiles: Bool

    /// Enough transfers at a time to hide the round trips of small files; threads that wait cost next to nothing.
    private static let transfers = 64

    init(of connection: Connection, options: SSHOptions) throws(SFTPError) {
        let features = connection.features
        var kept: MetadataFields = [.modified, .accessed, .permissions, .group]
        let probe = try FileChecking.probe(connection)
        if try Self.mayBeRoot(connection) { kept.insert(.user) }
        checksFiles = try FileChecking.isKnown(probe, on: connection)
        capabilities = Capabilities(
            timePrecision: .second, metadataKept: kept, replacesAtomically: features.offers(.posixRename),
            composition: features.offers(.copyData) ? .bytes : .none,
            names: NameRules(longestPath: RemoteRoot.longestPath),
            advisedConnections: Self.transfers, stagedFiles: features.handles.map { max(1, $0 / 2) })
    }

    /// Only root gives files away. The directory that sessions begin in is the account's home, so its owner tells who we
    /// are; root's own, where it is a jail that belongs to root, tells nothing.
    private static func mayBeRoot(_ connection: Connection) throws(SFTPError) -> Bool {
        let status = try connection.stat([UInt8(ascii: ".")])
        do throws(SFTPError) {
            guard let owner = try status.wait().owner else { return true }
            return owner.user == 0
        } catch {
            if case .lost = error { throw error }
            return true
        }
    }
}
