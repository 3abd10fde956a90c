internal import FerryCore
public import FerryEndpoints
internal import Synchronization

/// A host and the connection to it, which all endpoints there share. It is opened when it is needed, and anew when it was
/// lost; it ends with the last endpoint.
public final class SSHHost: Sendable {
    let options: SSHOptions
    /// Whether this account may give files away, as far as is known.
    let mayGiveAway = Atomic<Bool>(true)
    /// Held while a file is replaced in more than one step.
    let aside = Monitor<Void>(())
    let newFiles = NewFiles()
    /// Nil where there is none.
    private let shell: AccountShell?
    /// Digests that the host computes.
    let hashing: RemoteHashing
    private let shared: SharedConnection<Connection>
    private let first: ExpectedLooks
    /// What the server can do, once it was asked.
    private let known = Mutex<ServerCapabilities?>(nil)
    /// Staged files that broke off with their connections.
    private let brokenOff = Mutex<[[UInt8]]>([])
    /// For content only.
    private let further: FurtherConnections?
    private let window: ChannelWindow
    /// - Parameters:
    ///   - openStream: Starts a connection to an SFTP server.
    ///   - openShell: Starts a POSIX shell beside it; nil where there is none.
    ///   - openFurther: Starts a further connection, asking nobody for anything; nil where there is to be none.
    ///   - window: Of the channel that each of them has.
    public init(
        options: SSHOptions, openStream: @escaping @Sendable () throws(ConnectionFailure) -> any ByteStream,
        openShell: (@Sendable () throws(ConnectionFailure) -> any ByteStream)? = nil,
        openFurther: (@Sendable () throws(ConnectionFailure) -> any ByteStream)? = nil,
        window: ChannelWindow = .usual
    ) {
        self.options = options
        self.window = window
        shell = openShell.map { AccountShell(patience: options.timeout, openStream: $0) }
        hashing = RemoteHashing(by: shell)
        let most = min(FurtherConnections.usualMost, (options.mostConnections ?? .max) - 1)
        further = openFurther.map { openFurther in
            FurtherConnections(most: most, start: openFurther) { (stream) throws(ConnectionFailure) in
                try Connection(
                    over: stream, patience: options.timeout, greeting: options.connectTimeout ?? options.timeout)
            }
        }
        let first = ExpectedLooks()
        self.first = first
        shared = SharedConnection(
            open: { (usualPatience) throws(ConnectionFailure) in
                // A user who types a password takes as long as he takes.
                let greeting = options.interaction == .user ? nil : options.connectTimeout ?? options.timeout
                let connect = { (looks: [FirstLook]) throws(ConnectionFailure) in
                    try Connection(
                        over: openStream(), patience: options.timeout, greeting: greeting ?? usualPatience,
                        first: looks)
                }
                let looks = first.take()
                do throws(ConnectionFailure) {
                    return try connect(looks)
                } catch  where !looks.isEmpty && error.isBreakOff {
                    return try connect([])
                }
            }, failure: \.failure)
    }

    /// Over what `access` starts.
    public convenience init(_ access: SSHAccess) {
        let openFurther = { @Sendable () throws(ConnectionFailure) -> any ByteStream in
            try access.start(.sftp, mayAsk: false)
        }
        self.init(
            options: access.options,
            openStream: { () throws(ConnectionFailure) in try access.start(.sftp) },
            openShell: { () throws(ConnectionFailure) in try access.start(.command("sh"), mayAsk: false) },
            openFurther: access.asksOnce ? openFurther : nil, window: access.window)
    }

    /// Says what will be asked for first: if the connection is still to be opened, the answers come with its beginning.
    public func expect(_ looks: [FirstLook]) {
        if shared.present == nil { first.put(looks) }
    }

    /// Opens the connection before it is needed.
    public func connect() throws(ConnectionFailure) {
        _ = try shared.get()
    }

    /// The connection, opened if need be.
    func connection() throws(SFTPError) -> Connection {
        do throws(ConnectionFailure) { return try shared.get() } catch { throw .lost(error) }
    }

    /// What the server can do: asked once, whatever is opened there.
    func server(_ connection: Connection) throws(SFTPError) -> ServerCapabilities {
        if let known = known.withLock({ $0 }) { return known }
        let server = try ServerCapabilities(
            of: connection, options: options, groups: { [shell] in shell?.groups() },
            givesAway: { [weak self] in self?.askGivingAway() ?? { nil } })
        known.withLock { $0 = server }
        return server
    }

    /// Nil where nobody tells: whoever asks has to try.
    private func askGivingAway() -> @Sendable () -> Bool? {
        guard let question = try? OwnerRight(asking: connection()) else { return { nil } }
        return { (try? question.answer()) ?? nil }
    }

    /// The connection that another file's content is to use.
    func contentConnection(_ first: Connection) -> Connection { further?.next() ?? first }

    /// A connection that may share in the content of a large file, beside those that it has; asks for one where it would pay.
    ///
    /// - Parameter left: Bytes that are to be moved still.
    func helper(beside used: [Connection], left: Int64, isReading: Bool) -> Connection? {
        guard let further, left >= Self.worthSharing, let first = used.first else { return nil }
        let window = isReading ? self.window.receiving : self.window.sending
        if let delay = first.meter.delay(of: left / Int64(used.count), window: window) {
            further.widen(delay: delay, usualCost: Self.roundTrips * first.meter.roundTrip)
        }
        return further.another(than: used)
    }

    /// A file with less left is done before another connection helps.
    private static let worthSharing: Int64 = 8 << 20
    /// What a connection through ssh takes at least: TCP, versions, keys, login, channel, subsystem, SFTP.
    private static let roundTrips = 12.0

    /// The connection to clear up over: after a cut another one. Nil where the host was silent or lied: that may take as long
    /// again, or come to no more.
    func connection(afterwards connection: Connection) throws(SFTPError) -> Connection? {
        guard let failure = connection.failure else { return connection }
        return failure.code == .unreachable ? try self.connection() : nil
    }

    /// Removes a staged file that nobody wants any more, since nobody would find it for a day.
    func removeStaged(_ name: [UInt8], on connection: Connection) {
        if connection.failure != nil { brokenOff.withLock { $0.append(name) } }
        do throws(SFTPError) {
            try self.connection(afterwards: connection)?.remove(name).wait()
        } catch {
            // Whoever lists the directory a day later removes it.
        }
    }

    /// Removes staged files of broken connections once more, when all else is done: the server at the other end may have gone on
    /// with what had reached it, and made them after they were removed.
    func clearUp() {
        let names = brokenOff.withLock { names in
            defer { names = [] }
            return names
        }
        guard !names.isEmpty, let connection = shared.present else { return }
        let removals = names.map { name in try? connection.remove(name) }
        for removal in removals { try? removal?.wait() }
    }

    /// Ends the connection, for good if it is not asked for again.
    func close() {
        shared.take()?.close()
    }
}
