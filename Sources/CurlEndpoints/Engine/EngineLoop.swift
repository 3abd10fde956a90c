internal import CCurl
internal import FerryCore
internal import Glibc

/// What the engine's thread does: it owns libcurl's multi handle and is the only one to touch it.
final class EngineLoop {
    private let curl: UnsafePointer<ferry_curl>
    private let library: CurlLibrary
    private let multi: UnsafeMutableRawPointer
    private let mailbox: EngineMailbox
    private let settings: EngineSettings
    private let cancellation: Cancellation
    private var sockets = ReadySockets()
    /// Those that libcurl has begun to wait for: what came in the meantime it may have read already.
    private var begun: [Int32] = []
    /// When libcurl wants to be called although nothing has happened, in milliseconds of the monotonic clock.
    private var deadline: Int64?
    private var active: [ObjectIdentifier: EasyHandle] = [:]
    private var idle: [EasyHandle] = []
    /// When the cancellation was noticed, in milliseconds of the monotonic clock.
    private var cancelled: Int64?

    /// How long a cancelled run waits at most, in milliseconds.
    private static let cancellationInterval: Int64 = 200
    /// How long what is to end in order may take after that, in milliseconds.
    private static let orderlyEnd: Int64 = 5000

    init?(_ library: CurlLibrary, _ mailbox: EngineMailbox, _ settings: EngineSettings, _ cancellation: Cancellation) {
        curl = library.functions
        guard let multi = curl.pointee.multi_init() else { return nil }
        self.library = library
        self.multi = multi
        self.mailbox = mailbox
        self.settings = settings
        self.cancellation = cancellation
        sockets.watch(mailbox.descriptor, reading: true, writing: false)
        _ = ferry_curl_multi_set_long(curl, multi, CURLMOPT_MAX_HOST_CONNECTIONS, settings.connectionsPerHost)
        _ = ferry_curl_multi_set_long(curl, multi, CURLMOPT_MAXCONNECTS, settings.connectionsPerHost)
    }

    deinit {
        idle = []
        _ = curl.pointee.multi_cleanup(multi)
    }

    /// Runs until the mailbox is closed.
    func run() {
        blockBrokenPipes()
        setCallbacks()
        while true {
            let (commands, isClosed) = mailbox.take()
            for command in commands { obey(command) }
            if isClosed || cancellation.isCancelled { cancelAll(sparingCleaners: !isClosed) }
            if isClosed { return }
            step(waiting: commands.isEmpty)
        }
    }

    /// Writing to a connection that the other side closed must not end the program.
    private func blockBrokenPipes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private func obey(_ command: EngineMailbox.Command) {
        switch command {
        case .start(let exchange): start(exchange)
        case .resume(let exchange): active[ObjectIdentifier(exchange)]?.resume()
        case .cancel(let exchange):
            if let handle = active[ObjectIdentifier(exchange)] { finish(handle, .cancelled) }
        }
    }

    private func start(_ exchange: Exchange) {
        guard let handle = idle.popLast() ?? EasyHandle(library) else {
            return exchange.end(CurlFailure(.curl(CURLE_OUT_OF_MEMORY.rawValue), "out of memory"))
        }
        handle.prepare(exchange, settings)
        active[ObjectIdentifier(exchange)] = handle
        _ = curl.pointee.multi_add_handle(multi, handle.raw)
    }

    private func finish(_ handle: EasyHandle, _ failure: CurlFailure?) {
        guard let exchange = handle.exchange else { return }
        let status = handle.status
        _ = curl.pointee.multi_remove_handle(multi, handle.raw)
        active[ObjectIdentifier(exchange)] = nil
        handle.clear()
        idle.append(handle)
        exchange.end(failure, status: status)
    }

    private func cancelAll(sparingCleaners: Bool) {
        if cancelled == nil { cancelled = Self.now() }
        for handle in Array(active.values) where !(sparingCleaners && outlasts(handle.exchange?.request)) {
            finish(handle, .cancelled)
        }
    }

    private func outlasts(_ request: CurlRequest?) -> Bool {
        guard let request, let cancelled else { return false }
        return request.cleansUp || request.endsInOrder && Self.now() - cancelled < Self.orderlyEnd
    }

    // MARK: Waiting

    private func step(waiting: Bool) {
        for ready in sockets.wait(timeout: waiting ? timeout : 0) {
            if ready.socket == mailbox.descriptor { mailbox.drain() } else { act(on: ready) }
        }
        if let deadline, deadline <= Self.now() {
            self.deadline = nil
            call(CURL_SOCKET_TIMEOUT, 0)
        }
        collectFinished()
        mailbox.dueWakes.flush()
    }

    private var timeout: Int32 {
        var wait = active.isEmpty ? -1 : Self.cancellationInterval
        if let deadline {
            let rest = max(0, deadline - Self.now())
            wait = wait < 0 ? rest : min(wait, rest)
        }
        return Int32(wait)
    }

    private func act(on ready: ReadySockets.Ready) {
        var what: Int32 = 0
        if ready.canRead { what |= CURL_CSELECT_IN }
        if ready.canWrite { what |= CURL_CSELECT_OUT }
        if ready.hasFailed { what |= CURL_CSELECT_ERR }
        call(ready.socket, what)
        if ready.canRead { acknowledge(ready.socket) }
    }

    /// A server that writes head and body apart, with Nagle's algorithm on, sends the body when the head has been
    /// acknowledged: after 40 ms, by the kernel's own idea (tcp(7), TCP_QUICKACK, which has to be asked for each time).
    private func acknowledge(_ socket: Int32) {
        var on: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_QUICKACK, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    private func call(_ socket: Int32, _ what: Int32) {
        var running: Int32 = 0
        _ = curl.pointee.multi_socket_action(multi, socket, what, &running)
        for socket in begun { acknowledge(socket) }
        begun.removeAll(keepingCapacity: true)
    }

    private func collectFinished() {
        var left: Int32 = 0
        while let message = curl.pointee.multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE else { continue }
            let status = message.pointee.data.result
            var context: UnsafeMutableRawPointer?
            _ = ferry_curl_get_pointer(curl, message.pointee.easy_handle, CURLINFO_PRIVATE, &context)
            let handle = Unmanaged<EasyHandle>.fromOpaque(context!).takeUnretainedValue()
            finish(handle, handle.failure(status))
        }
    }

    // MARK: What libcurl asks for

    private func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = ferry_curl_multi_set_callbacks(
            curl, multi,
            { _, socket, what, context, _ in
                let loop = EngineLoop.from(context)
                let removes = what == CURL_POLL_REMOVE
                let reads = !removes && what & CURL_POLL_IN != 0
                loop.sockets.watch(socket, reading: reads, writing: !removes && what & CURL_POLL_OUT != 0)
                if reads { loop.begun.append(socket) }
                return 0
            },
            { _, milliseconds, context in
                EngineLoop.from(context).deadline = milliseconds < 0 ? nil : EngineLoop.now() + Int64(milliseconds)
                return 0
            }, context)
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> EngineLoop {
        Unmanaged<EngineLoop>.fromOpaque(context!).takeUnretainedValue()
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
