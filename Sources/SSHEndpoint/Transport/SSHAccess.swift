public import FerryCore
public import FerryEndpoints

/// How services of a host are started: each by an ssh process, or all over one connection of libssh2.
public final class SSHAccess: Sendable {
    private enum Way {
        case program
        case library(SharedConnection<SSH2Connection>)
    }

    public let target: SSHTarget
    public let options: SSHOptions
    private let way: Way
    private let cancellation: Cancellation
    private let tell: (@Sendable (String) -> Void)?

    /// Through the system's ssh.
    /// - Parameter tell: Told what ssh wants the user to do; nil where he would not see it.
    public init(
        to target: SSHTarget, _ options: SSHOptions, cancellation: Cancellation = Cancellation(),
        telling tell: (@Sendable (String) -> Void)? = nil
    ) {
        self.tell = tell
        self.target = target
        self.options = options
        self.cancellation = cancellation
        way = .program
    }

    /// Through libssh2.
    public init(to target: SSHTarget, _ options: SSHOptions, _ settings: SSH2Settings) {
        self.target = target
        self.options = options
        tell = nil
        cancellation = settings.cancellation
        way = .library(
            SharedConnection(
                open: { (usualPatience) throws(ConnectionFailure) in
                    try SSH2Connection(to: target, options, settings, usualPatience: usualPatience)
                }, failure: \.failure))
    }

    /// Whether an ssh program does it.
    public var usesProgram: Bool {
        if case .program = way { true } else { false }
    }

    /// Whether a further service asks nobody for a password again.
    public var asksOnce: Bool {
        switch way {
        case .program: options.interaction != .user
        case .library: true
        }
    }

    /// Whether the run that it is for is to end.
    var isCancelled: Bool { cancellation.isCancelled }

    /// Of the channels of its services.
    var window: ChannelWindow {
        switch way {
        case .program: .usual
        case .library: ChannelWindow(receiving: Int(ChannelOpening.window), sending: ChannelWindow.usual.sending)
        }
    }

    /// - Parameter mayAsk: Whether somebody may be asked for a password; for a further session of a host nobody is.
    public func start(_ service: SSHService, mayAsk: Bool = true) throws(ConnectionFailure) -> any ByteStream {
        switch way {
        case .program:
            try ProcessStream(
                to: target, starting: service, mayAsk ? options : options.unattended, explains: mayAsk,
                cancellation: cancellation, telling: tell)
        case .library(let connection): try connection.get().start(service)
        }
    }

    /// Starts a service for what is left to do when the run was cancelled. Nobody is asked for anything.
    ///
    /// - Parameter seconds: In which the host must have answered.
    func startAfterTheEnd(_ service: SSHService, within seconds: Int) throws(ConnectionFailure) -> any ByteStream {
        switch way {
        case .program:
            var options = options.unattended
            options.connectTimeout = min(options.connectTimeout ?? seconds, seconds)
            return try ProcessStream(to: target, starting: service, options, explains: false)
        case .library(let connection):
            guard let connection = connection.present else { throw .closed }
            return try connection.start(service, cancellation: Cancellation())
        }
    }
}
