internal import FerryAgent
internal import FerryCore
internal import FerryEndpoints
internal import FerryState
internal import SSHEndpoint
internal import Synchronization

/// The hosts of one command, each with one connection that all its locations share.
final class SSHHosts: Sendable {
    private let ways: SSHWays
    private let agent: AgentChoice
    private let compression: StreamCompression?
    private let state: StateStore?
    private let note: @Sendable (String) -> Void
    private let hosts = Mutex<[SSHTarget: HostAccess]>([:])

    /// - Parameters:
    ///   - compression: Between this ferry and agents.
    ///   - state: Remembers which hosts have none; nil: nothing is remembered.
    ///   - note: Told what a curious user may want to know.
    init(
        _ ways: SSHWays, agent: AgentChoice, compression: StreamCompression? = nil, state: StateStore? = nil,
        note: @escaping @Sendable (String) -> Void
    ) {
        self.ways = ways
        self.agent = agent
        self.compression = compression
        self.state = state
        self.note = note
    }

    func host(of location: Location) -> HostAccess {
        let target = SSHTarget(user: location.user, host: location.host, port: location.port)
        return hosts.withLock { hosts in
            if let host = hosts[target] { return host }
            let access = ways.access(to: target)
            let host = HostAccess(
                access, agent: agent, compression: compression, memory: state.map { AgentMemory(of: access, in: $0) },
                note: note)
            hosts[target] = host
            return host
        }
    }
}
