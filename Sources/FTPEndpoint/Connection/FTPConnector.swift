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
    private let habits = Mutex(Habits())

    private struct Habits {
        var pipelines = true
        /// What each connection begins with.
        var settings: [[UInt8]] = []
    }

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
    func forgoPipelines() { habits.withLock { $0.pipelines = false } }

    /// What further connections say when they have logged in; what becomes of it is of no interest.
    func say(_ commands: [[UInt8]]) { habits.withLock { $0.settings = commands } }

    /// Connects and logs in.
    func connect() throws(FTPFailure) -> FTPConnection { try connect(patience) }

    /// The same for what is left to do when the run was cancelled, which is not to take long.
    func connectAfterTheEnd() throws(FTPFailure) -> FTPConnection {
        try connect(.afterTheEnd)
    }

    private func connect(_ patience: Patience) throws(FTPFailure) -> FTPConnection {
        let socket = try TCPSocket.connect(to: try places(), patience)
        let habits = habits.withLock { $0 }
        let connection = FTPConnection(socket, patience, pipelines: habits.pipelines)
        try connection.logIn(login, tls)
        try connection.say(habits.settings)
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
