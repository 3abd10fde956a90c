internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// Sends messages from many threads over one stream. A thread of its own writes whatever has gathered since its last
/// write at once, so many small messages cost one system call, and none waits for more.
final class FrameWriter: @unchecked Sendable {
    private let stream: any ByteStream
    private let patience: Int?
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var gathered: [UInt8] = []
    private var failure: ConnectionFailure?
    private var isEnding = false
    private var thread: WorkerThread?

    /// What may gather before senders wait: the other side does not read as fast as this one speaks.
    private static let most = 4 << 20

    /// `patience` is how many seconds the other side may take nothing; nil is however long.
    init(_ stream: any ByteStream, patience: Int?) {
        self.stream = stream
        self.patience = patience
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
        gathered = Greeting.bytes
        thread = WorkerThread { [self] in run() }
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Sends a message; throws why the connection is over when it is.
    func send(_ kind: Frame.Kind, _ call: UInt32, _ content: [UInt8] = []) throws(ConnectionFailure) {
        try content.withUnsafeBytesTyped { (bytes) throws(ConnectionFailure) in try send(kind, call, [], bytes) }
    }

    /// Sends a message whose content is in two places.
    func send(
        _ kind: Frame.Kind, _ call: UInt32, _ head: [UInt8], _ tail: UnsafeRawBufferPointer
    ) throws(ConnectionFailure) {
        let length = UInt32(Frame.headerLength - 4 + head.count + tail.count)
        precondition(length <= Frame.longest)
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while gathered.count >= Self.most, failure == nil { pthread_cond_wait(changed, mutex) }
        if let failure { throw failure }
        append(length)
        gathered.append(kind.rawValue)
        append(call)
        gathered.append(contentsOf: head)
        gathered.append(contentsOf: tail)
        pthread_cond_broadcast(changed)
    }

    /// Sends what has gathered and takes no more.
    func end() {
        pthread_mutex_lock(mutex)
        isEnding = true
        pthread_cond_broadcast(changed)
        let ending = thread
        thread = nil
        pthread_mutex_unlock(mutex)
        ending?.join()
    }

    /// The connection is over: nobody waits to send any more.
    func fail(_ reason: ConnectionFailure) {
        pthread_mutex_lock(mutex)
        failure = failure ?? reason
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }

    private func append(_ number: UInt32) {
        for shift in [24, 16, 8, 0] as [UInt32] { gathered.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    private func run() {
        var sending: [UInt8] = []
        while take(&sending) {
            do throws(ConnectionFailure) {
                try sending.withUnsafeBytesTyped { (bytes) throws(ConnectionFailure) in
                    try stream.write(bytes, patience: patience)
                }
            } catch {
                fail(error)
            }
        }
    }

    /// Waits for something to send; false when there will be nothing more. The buffers change places.
    private func take(_ sending: inout [UInt8]) -> Bool {
        sending.removeAll(keepingCapacity: true)
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while gathered.isEmpty, !isEnding, failure == nil { pthread_cond_wait(changed, mutex) }
        if gathered.isEmpty || failure != nil { return false }
        swap(&sending, &gathered)
        pthread_cond_broadcast(changed)
        return true
    }
}

extension Array<UInt8> {
    /// `withUnsafeBytes` lets no typed errors through.
    func withUnsafeBytesTyped<Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let result = withUnsafeBytes { bytes in Result { () throws(Failure) in try body(bytes) } }
        try result.get()
    }
}
