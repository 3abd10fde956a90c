internal import FerryCore
internal import FerryEndpoints

/// A connection to an SSH server through libssh2, over which any number of services are started.
final class SSH2Connection: Sendable {
    private let pump: ChannelPump
    private let thread: WorkerThread
    private let cancellation: Cancellation

    /// libssh2's key exchanges need more than workers do.
    private static let stack = 1 << 20
    /// In this order where nothing is known of the host.
    private static let hostKeyTypes = [
        "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
    ]
    private static let modernRSA = ["rsa-sha2-512", "rsa-sha2-256"]

    /// Connects, makes sure of the host, and logs in.
    /// - Parameter usualPatience: Seconds for which the host may be silent where no option says how long; nil is for ever.
    init(
        to target: SSHTarget, _ options: SSHOptions, _ settings: SSH2Settings, usualPatience: Int?
    ) throws(ConnectionFailure) {
        let library = try SSH2Library.shared()
        let host = HostName(target.host, port: target.port)
        let patience = options.connectTimeout ?? options.timeout ?? usualPatience
        cancellation = settings.cancellation
        let deadline = Deadline(seconds: patience, cancellation)
        let wire = SSH2Wire(owning: try Dialing.connect(to: target.host, port: host.port, deadline: deadline))
        let session = try SSH2Session(library, over: wire)
        let types = Self.hostKeyTypes(try settings.knownHosts.read().types(of: host), library)
        let key = try session.shakeHands(hostKeyTypes: types, deadline: deadline)
        let checking = options.hostKeys ?? .yes
        let trust = try HostTrust(host: host, files: settings.knownHosts, checking: checking).require(key)
        var login = SSH2Login(
            session, user: target.user ?? settings.user, host: host, settings, patience: patience, trust: trust)
        try login.run()
        let pump = ChannelPump(session)
        self.pump = pump
        thread = WorkerThread(stackSize: Self.stack) { pump.run() }
    }

    deinit {
        pump.end()
        thread.join()
    }

    /// Why nothing is to be had over it any more; nil while there is.
    var failure: ConnectionFailure? { pump.failure }

    /// Starts a service over a channel of its own. Why that failed, the stream's end tells.
    ///
    /// - Parameter cancellation: In place of the one that the connection is for.
    func start(
        _ service: SSHService, cancellation other: Cancellation? = nil
    ) throws(ConnectionFailure) -> SSH2Stream {
        let (ours, theirs) = try SocketStream.pair()
        let stream = SSH2Stream(over: self, SocketStream(owning: ours, other ?? cancellation), service)
        pump.open(ChannelOpening(service, socket: theirs, end: stream.end))
        return stream
    }

    /// The kinds by which the host is known come first, as ssh has it: a host with several keys then proves the known one.
    private static func hostKeyTypes(_ known: [String], _ library: SSH2Library) -> [String] {
        let all = hostKeyTypes + (library.knowsModernRSA ? modernRSA : [])
        let expected = known.flatMap { $0 == "ssh-rsa" ? modernRSA : [$0] }
        return all.filter(expected.contains) + all.filter { !expected.contains($0) }
    }
}
