internal import FerryCore
public import FerryEndpoints
internal import Synchronization

/// The way to one agent: a connection that is made when it is needed, and made anew after it broke.
public final class AgentSession: Sendable {
    /// Starts an agent and returns the stream to it.
    public typealias Dialer = @Sendable () throws(ConnectionFailure) -> any ByteStream

    let location: String
    /// Whether the agent is to compare what was written with what was sent.
    let confirmsUploads: Bool
    private let shared: SharedConnection<AgentConnection>
    let trees = KeptTrees()
    private let users = Mutex(0)
    private let lastNumber = Mutex<UInt32>(0)
    private let firstRoundTrip = Mutex<Double?>(nil)

    /// - Parameters:
    ///   - location: the host as the user knows it.
    ///   - patience: how long the agent may be silent when something is asked of it, in seconds; nil is however long.
    ///   - greeting: the same for its first words, before which a user may have to type a password.
    ///   - compression: of what is sent in both directions, where the agent knows how.
    ///   - confirmsUploads: whether the agent is to compare what was written with what was sent, if it knows how.
    public init(
        location: String, patience: Int?, greeting: Int?, compression: StreamCompression? = nil,
        confirmsUploads: Bool = true, dial: @escaping Dialer
    ) {
        self.location = location
        self.confirmsUploads = confirmsUploads
        shared = SharedConnection(
            open: { (usualPatience) throws(ConnectionFailure) in
                try AgentConnection(
                    dial(), location: location, patience: patience, greeting: greeting ?? usualPatience,
                    compression: compression)
            }, failure: \.failure)
    }

    /// Connects, for as long as `release` was not called as often.
    public func retain() throws(ConnectionFailure) {
        _ = try shared.get()
        use()
    }

    /// Whether what was asked for is compressed.
    public func isCompressed() throws(ConnectionFailure) -> Bool { try shared.get().compression != nil }

    func use() {
        users.withLock { $0 += 1 }
    }

    /// The last one ends the connection.
    public func release() {
        let isLast = users.withLock { users in
            users -= 1
            return users == 0
        }
        if isLast { shared.take()?.close() }
    }

    /// The connection, which is open as far as is known.
    func connection() throws(ConnectionFailure) -> AgentConnection { try shared.get() }

    /// How many seconds a question and its answer take: as measured first, so that all trees of a host go by the same.
    func roundTrip(_ measured: Double) -> Double {
        firstRoundTrip.withLock { first in
            let known = first ?? measured
            first = known
            return known
        }
    }

    /// A number for something that is opened; it is not given again.
    func newNumber() -> UInt32 {
        lastNumber.withLock { last in
            last &+= 1
            return last
        }
    }
}
