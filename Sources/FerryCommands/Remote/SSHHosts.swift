internal import FerryCore
internal import FerryEndpoints
internal import SSHEndpoint
internal import Synchronization

/// The hosts of one command, each with one connection that all its locations share.
final class SSHHosts: Sendable {
    private let ways: SSHWays
    private let agent: AgentChoice
    private let note: @Sendable (String) -> Void
    private let hosts = Mutex<[SSHTarget: HostAccess]>([:])

    /// - Parameter note: Told what a curious user may want to know.
    init(_ ways: SSHWays, agent: AgentChoice, note: @escaping @Sendable (String) -> Void) {
        self.ways = ways
        self.agent = agent
        self.note = note
    }

    func host(of location: Location) -> HostAccess {
        let target = SSHTarget(user: location.user, host: location.host, port: location.port)
        return hosts.withLock { hosts in
            if let host = hosts[target] { return host }
            let host = HostAccess(ways.access(to: target), agent: agent, note: note)
            hosts[target] = host
            return host
        }
    }
}
