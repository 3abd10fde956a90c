internal import FerryCore
internal import FerryEndpoints

/// Sends messages from many threads over one stream. A thread of its own writes whatever has gathered since its last
/// write at once, so many small messages cost one system call, and none waits for more.
final class FrameWriter: Sendable {
    private struct State {
        var gathered = GatheredMessages(Greeting.bytes)
        var compressor: (any BlockCompressor)?
        var failure: ConnectionFailure?
        var isEnding = false
        var thread: WorkerThread?
    }

    private let stream: any ByteStream
    private let patience: Int?
    private let state = Monitor(State())

    /// What may gather before senders wait: the other side does not read as fast as this one speaks.
    private static let most = 4 << 20

    /// `patience` is how many seconds the other side may take nothing; nil is however long.
    init(_ stream: any ByteStream, patience: Int?) {
        self.stream = stream
        self.patience = patience
        state.withLock { $0.thread = WorkerThread { [self] in run() } }
    }

    /// Sends a message; throws why the connection is over when it is.
    func send(_ kind: Frame.Kind, _ call: UInt32, _ content: [UInt8] = []) throws(ConnectionFailure) {
        try content.withUnsafeBytesTyped { (bytes) throws(ConnectionFailure) in try send(kind, call, [], bytes) }
    }

    /// Sends a message whose content is in two places. `isCompressible`: whether compressing it may gain something.
    func send(
        _ kind: Frame.Kind, _ call: UInt32, _ head: [UInt8], _ tail: UnsafeRawBufferPointer,
        isCompressible: Bool = true
    ) throws(ConnectionFailure) {
        precondition(Frame.headerLength - 4 + head.count + tail.count <= Frame.longest)
        let wakesWriter = try state.wait { (state) throws(ConnectionFailure) -> Bool? in
            if let failure = state.failure { throw failure }
            if state.gathered.bytes.count >= Self.most { return nil }
            let wasEmpty = state.gathered.bytes.isEmpty
            let isCompressed = isCompressible && state.compressor != nil
            state.gathered.append(kind, call, head, tail, isCompressed: isCompressed)
            return wasEmpty
        }
        if wakesWriter { state.wake() }
    }

    /// Compresses what is sent from now on.
    func compress(by compressor: any BlockCompressor) {
        state.withLock { $0.compressor = compressor }
    }

    /// Sends what has gathered and takes no more.
    func end() {
        let thread = state.update { state in
            state.isEnding = true
            return state.thread.take()
        }
        thread?.join()
    }

    /// The connection is over: nobody waits to send any more.
    func fail(_ reason: ConnectionFailure) {
        state.update { $0.failure = $0.failure ?? reason }
    }

    private func run() {
        var sending = GatheredMessages()
        while take(&sending) {
            do throws(ConnectionFailure) {
                let compressor = state.withLock { $0.compressor }
                let bytes = compressor.map { sending.packed(by: $0) } ?? sending.bytes
                try bytes.withUnsafeBytesTyped { (bytes) throws(ConnectionFailure) in
                    try stream.write(bytes, patience: patience)
                }
            } catch {
                fail(error)
            }
        }
    }

    /// Waits for something to send; false when there will be nothing more. The buffers change places.
    private func take(_ sending: inout GatheredMessages) -> Bool {
        sending.removeAll()
        let isMore = state.wait { state -> Bool? in
            if state.gathered.bytes.isEmpty, !state.isEnding, state.failure == nil { return nil }
            if state.gathered.bytes.isEmpty || state.failure != nil { return false }
            swap(&sending, &state.gathered)
            return true
        }
        if isMore { state.wake() }
        return isMore
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
