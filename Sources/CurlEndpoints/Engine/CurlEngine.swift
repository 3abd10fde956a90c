public import FerryCore

/// Makes requests: libcurl on one thread of its own, for all curl endpoints of a run. Connections are kept alive and
/// shared. Calls come from any thread.
public final class CurlEngine: Sendable {
    private let settings: EngineSettings
    private let cancellation: Cancellation
    private let mailbox = EngineMailbox()
    /// Nil until the first request.
    private let thread = Monitor<WorkerThread?>(nil)

    /// Nothing is loaded and no thread runs before the first request.
    public init(_ settings: EngineSettings = EngineSettings(), cancellation: Cancellation = Cancellation()) {
        self.settings = settings
        self.cancellation = cancellation
    }

    /// How many bytes of bodies came so far, wanted or not.
    public var received: Int64 { mailbox.received }

    /// Begins a request whose response is read while it arrives, at most `capacity` bytes ahead; nil is enough to keep a
    /// reader busy.
    public func start(_ request: CurlRequest, capacity: Int? = nil) throws(CurlFailure) -> Exchange {
        try begin(Exchange(request, capacity: capacity ?? Exchange.streamCapacity, mailbox: mailbox))
    }

    /// Begins a request whose whole response is kept until `Exchange.finish` takes it.
    public func startKeeping(_ request: CurlRequest) throws(CurlFailure) -> Exchange {
        try begin(Exchange(request, capacity: nil, mailbox: mailbox))
    }

    /// Makes a request and waits for its whole response.
    public func perform(_ request: CurlRequest) throws(CurlFailure) -> Reply {
        try startKeeping(request).finish()
    }

    /// Cancels what is under way and ends the thread. Later requests fail.
    public func close() {
        mailbox.close()
        let thread = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        thread?.join()
    }

    private func begin(_ exchange: Exchange) throws(CurlFailure) -> Exchange {
        if cancellation.isCancelled && !exchange.request.cleansUp { throw .cancelled }
        try ensureThread()
        mailbox.post(.start(exchange))
        return exchange
    }

    private func ensureThread() throws(CurlFailure) {
        guard let library = CurlLibrary.shared else { throw .noLibrary }
        thread.withLock { [mailbox, settings, cancellation] thread in
            guard thread == nil, !mailbox.isClosed else { return }
            // TLS handshakes need more stack than workers do.
            thread = WorkerThread(stackSize: 1 << 20) {
                guard let loop = EngineLoop(library, mailbox, settings, cancellation) else { return mailbox.refuse() }
                loop.run()
            }
        }
    }
}
