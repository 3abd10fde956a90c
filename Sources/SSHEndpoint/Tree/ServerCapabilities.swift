internal import FerryCore
internal import FerryEndpoints

/// What a server can do, from its extensions and from who we are there.
struct ServerCapabilities {
    let capabilities: Capabilities
    /// Whether the server computes digests of files.
    let checksFiles: Bool

    /// Transfers at a time where nothing tells how many files may be open.
    private static let usualTransfers = 64
    private static let usualFiles = 256
    private static let fewestTransfers = 16
    private static let mostTransfers = 256
    /// Small files that one connection takes in a second, each in some round trips: so many a round trip keep it busy over any
    /// distance. 500 of 10 KiB at 50 ms took 2.7 s with 64 at a time and 1.6 s with 256; 2,000 on loopback 0.80 s with 64 and
    /// 0.68 s with 16, because threads that wait cost little, but waking them does.
    private static let filesPerSecond = 10_000.0

    /// How many transfers hide the round trips of small files. Each holds a file open, and only a server that tells how many
    /// may be is trusted with many.
    static func transfers(roundTrip: Double, handles: Int?) -> Int {
        let wanted = min(max(Int(roundTrip * filesPerSecond), fewestTransfers), mostTransfers)
        return min(wanted, handles.map { max(1, $0 / 2) } ?? usualTransfers)
    }

    /// - Parameters:
    ///   - groups: Asks for those that the account is a member of; nil where nobody tells.
    ///   - givesAway: Asks whether it may give files away.
    init(
        of connection: Connection, options: SSHOptions, groups: @escaping @Sendable () -> Set<UInt32>?,
        givesAway: @escaping GivingAway.Question
    ) throws(SFTPError) {
        let features = connection.features
        let kept: MetadataFields = [.modified, .accessed, .permissions, .user, .group]
        let probe = try FileChecking.probe(connection)
        // Mostly the account's home; a jail is root's.
        let start = try OwnerRight.ownerOfStart(connection).flatMap { $0.user == 0 ? nil : $0 }
        checksFiles = try FileChecking.isKnown(probe, on: connection)
        var capabilities = Capabilities(
            timePrecision: .second, metadataKept: kept, replacesAtomically: features.offers(.posixRename),
            composition: features.offers(.copyData) ? .bytes : .unmoved,
            names: NameRules(longestPath: RemoteRoot.longestPath),
            advisedConnections: Self.transfers(roundTrip: connection.meter.roundTrip, handles: features.handles),
            stagedFiles: features.handles.map { max(1, $0 / 2) } ?? Self.usualFiles)
        let givingAway = GivingAway(own: start?.user, ask: givesAway)
        capabilities.givingAway = givingAway
        capabilities.settableGroups = SettableGroups(own: start?.group) {
            givingAway.isAllowed == true ? nil : groups()
        }
        capabilities.commitSteps = 2
        capabilities.readsAhead = true
        capabilities.readInSteps = features.handles.map { max(1, $0 / 2) } ?? Self.usualTransfers
        capabilities.bytesTogether = Capabilities.bytesTogether(roundTrip: connection.meter.roundTrip)
        self.capabilities = capabilities
    }
}
