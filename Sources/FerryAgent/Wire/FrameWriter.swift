internal import FerryCore
internal import FerryEndpoints

/// Sends messages from many threads over one stream. They go when there are enough of them, or by `flush`, at the latest when
/// somebody waits for an answer: small messages share system calls and packets. Whoever finds nobody sending sends, and takes
/// along what others add meanwhile, so no thread of its own is needed.
final class FrameWriter: Sendable {
    private struct State {
        var gathered = GatheredMessages(Greeting.bytes)
        var spare = GatheredMessages()
        var compressor: (any BlockCompressor)?
        var failure: ConnectionFailure?
        var isSending = false

        /// Whether it is for the caller to send: nobody else does, and so much is there.
        mutating func begin(with count: Int) -> Bool {
            if isSending || failure != nil || gathered.bytes.count < count { return false }
            isSending = true
            return true
        }
    }

    private let stream: any ByteStream
    private let patience: Int?
    private let state = Monitor(State())

    /// Goes at once: two packets of ssh's.
    private static let burst = 64 << 10
    /// What may gather before senders wait: the other side does not read as fast as this one speaks.
    private static let most = 4 << 20

    /// `patience` is how many seconds the other side may take nothing; nil is however long.
    init(_ stream: any ByteStream, patience: Int?) {
        self.stream = stream
        self.patience = patience
    }

    /// Takes a message; throws why the connection is over when it is.
    func add(_ kind: Frame.Kind, _ call: UInt32, _ content: [UInt8] = []) throws(ConnectionFailure) {
        try content.withUnsafeBytesTyped { (bytes) throws(ConnectionFailure) in try add(kind, call, [], bytes) }
    }

    /// Takes a message whose content is in two places. `isCompressible`: whether compressing it may gain something.
    func add(
        _ kind: Frame.Kind, _ call: UInt32, _ head: [UInt8], _ tail: UnsafeRawBufferPointer,
        isCompressible: Bool = true
    ) throws(ConnectionFailure) {
        precondition(Frame.headerLength - 4 + head.count + tail.count <= Frame.longest)
        let isOurs = try state.wait { (state) throws(ConnectionFailure) -> Bool? in
            if let failure = state.failure { throw failure }
            if state.isSending && state.gathered.bytes.count >= Self.most { return nil }
            let isCompressed = isCompressible && state.compressor != nil
            state.gathered.append(kind, call, head, tail, isCompressed: isCompressed)
            return state.begin(with: Self.burst)
        }
        if isOurs { sendAll() }
    }

    /// Sends what was added, unless somebody is doing that. What goes wrong, later messages are told.
    func flush() {
        if state.withLock({ $0.begin(with: 1) }) { sendAll() }
    }

    /// Compresses what is sent from now on.
    func compress(by compressor: any BlockCompressor) {
        state.withLock { $0.compressor = compressor }
    }

    /// Sends what has gathered, and waits until all is sent.
    func end() {
        flush()
        state.wait { $0.isSending ? nil : () }
    }

    /// The connection is over: nobody waits to send any more.
    func fail(_ reason: ConnectionFailure) {
        state.update { $0.failure = $0.failure ?? reason }
    }

    private func sendAll() {
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

    /// Takes what there is to be sent; false where there is nothing more. The buffers change places.
    private func take(_ sending: inout GatheredMessages) -> Bool {
        sending.removeAll()
        return state.update { state in
            if sending.bytes.capacity > state.spare.bytes.capacity { swap(&sending, &state.spare) }
            if state.gathered.bytes.isEmpty || state.failure != nil {
                state.isSending = false
                return false
            }
            swap(&sending, &state.spare)
            swap(&sending, &state.gathered)
            return true
        }
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
