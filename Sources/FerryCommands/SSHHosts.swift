internal import FerryCore
internal import SSHEndpoint
internal import Synchronization

/// The hosts of one command, each with one connection that all its locations share.
final class SSHHosts: Sendable {
    private let options: SSHOptions
    private let hosts = Mutex<[SSHTarget: SSHHost]>([:])

    init(_ options: SSHOptions) {
        self.options = options
    }

    func host(of location: Location) -> SSHHost {
        let target = SSHTarget(user: location.user, host: location.host, port: location.port)
        return hosts.withLock { hosts in
            if let host = hosts[target] { return host }
            let host = SSHHost(target, options: options)
            hosts[target] = host
            return host
        }
    }
}
