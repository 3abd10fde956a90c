internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// Makes control connections to one server, all alike.
final class FTPConnector: Sendable {
    private let address: FTPAddress
    private let login: Login
    private let patience: Patience
    private let context: TLSContext?
    /// Looked up once.
    private let addresses = Mutex<[SocketAddress]>([])
    private let pipelines = Mutex(true)

    /// - Parameter asksForTLS: Where connections do not begin with it.
    init(
        _ address: FTPAddress, _ settings: FTPSettings, asksForTLS: Bool, cancellation: Cancellation
    ) throws(FTPFailure) {
        self.address = address
        login = settings.login ?? FTPSettings.anonymous
        patience = Patience(
            connecting: settings.connectTimeout, stalling: settings.stallTimeout, cancellation: cancellation)
        context = asksForTLS || address.isImplicitTLS ? try TLSContext(certificateFile: settings.certificateFile) : nil
    }

    /// A server turned out to lose commands that come before it has answered the ones before.
    func forgoPipelines() { pipelines.withLock { $0 = false } }

    /// Connects and logs in.
    func connect() throws(FTPFailure) -> FTPConnection { try connect(patience) }

    /// The same for what is left to do when the run was cancelled, which is not to take long.
    func connectAfterTheEnd() throws(FTPFailure) -> FTPConnection {
        try connect(.afterTheEnd)
    }

    private func connect(_ patience: Patience) throws(FTPFailure) -> FTPConnection {
        let socket = try TCPSocket.connect(to: try places(), patience)
        let connection = FTPConnection(socket, patience, pipelines: pipelines.withLock { $0 })
        try connection.logIn(login, tls)
        return connection
    }

    private var tls: FTPConnection.TLS {
        guard let context else { return .none }
        let protection = FTPConnection.Protection(context: context, host: address.host)
        return address.isImplicitTLS ? .fromTheStart(protection) : .afterAsking(protection)
    }

    private func places() throws(FTPFailure) -> [SocketAddress] {
        let known = addresses.withLock { $0 }
        if !known.isEmpty { return known }
        let found = try SocketAddress.addresses(
            of: address.host, port: address.port ?? (address.isImplicitTLS ? 990 : 21))
        addresses.withLock { $0 = found }
        return found
    }
}
