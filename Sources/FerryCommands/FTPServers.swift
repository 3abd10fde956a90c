internal import FTPEndpoint
internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// The servers of FTP that one command deals with, each logged in to once.
final class FTPServers: Sendable {
    let access: FTPAccess
    private let cancellation: Cancellation
    private let servers = Mutex<[FTPAddress: FTPServer]>([:])

    init(_ access: FTPAccess, _ cancellation: Cancellation) {
        self.access = access
        self.cancellation = cancellation
    }

    func server(of location: Location) throws(EndpointError) -> FTPServer {
        let address = FTPAddress(
            isImplicitTLS: location.scheme == .ftps, host: location.host, port: location.port, user: location.user)
        return try servers.withLock { (servers) throws(EndpointError) in
            if let server = servers[address] { return server }
            let server = try FTPServer(address, settings: access.settings(for: location), cancellation: cancellation)
            servers[address] = server
            return server
        }
    }
}
