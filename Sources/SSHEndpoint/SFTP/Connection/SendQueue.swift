internal import FerryCore
internal import FerryEndpoints

/// Requests on their way out. They go when there are enough of them, or when somebody is about to wait for an answer: small
/// requests share system calls and packets. Whoever finds nobody sending sends, and takes along what others add meanwhile, so
/// no thread of its own is needed.
final class SendQueue: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var spare: [UInt8] = []
        var isSending = false
        var failure: ConnectionFailure?

        /// Whether it is for the caller to send: nobody else does, and so much is there.
        mutating func begin(with count: Int) -> Bool {
            if isSending || bytes.count < count { return false }
            isSending = true
            return true
        }
    }

    private let stream: any ByteStream
    private let patience: Int?
    private let state = Monitor(State())

    /// Goes at once: two of the packets that ssh makes.
    private static let burst = 64 << 10
    /// Others wait while so much is to be sent: enough to keep the stream busy.
    private static let enough = 1 << 20

    init(_ stream: any ByteStream, patience: Int?) {
        self.stream = stream
        self.patience = patience
    }

    /// Takes a whole message, `payload` being its end. The last of them may wait for `flush`.
    func add(_ message: [UInt8], _ payload: UnsafeRawBufferPointer) throws(ConnectionFailure) {
        let isOurs = try state.wait { (state) throws(ConnectionFailure) -> Bool? in
            if let failure = state.failure { throw failure }
            if state.isSending && state.bytes.count >= Self.enough { return nil }
            state.bytes += message
            state.bytes += payload
            return state.begin(with: Self.burst)
        }
        if isOurs { try sendAll() }
    }

    /// Sends what was added, unless somebody is doing that.
    func flush() throws(ConnectionFailure) {
        let isOurs = try state.withLock { (state) throws(ConnectionFailure) in
            if let failure = state.failure { throw failure }
            return state.begin(with: 1)
        }
        if isOurs { try sendAll() }
    }

    private func sendAll() throws(ConnectionFailure) {
        var done: [UInt8] = []
        while true {
            let bytes = state.update { (state) -> [UInt8]? in
                done.removeAll(keepingCapacity: true)
                if done.capacity > state.spare.capacity { swap(&state.spare, &done) }
                if state.bytes.isEmpty {
                    state.isSending = false
                    return nil
                }
                var bytes: [UInt8] = []
                swap(&bytes, &state.spare)
                swap(&bytes, &state.bytes)
                return bytes
            }
            guard let bytes else { return }
            try write(bytes)
            done = bytes
        }
    }

    private func write(_ bytes: [UInt8]) throws(ConnectionFailure) {
        do throws(ConnectionFailure) {
            try bytes.withBytes { (bytes) throws(ConnectionFailure) in try stream.write(bytes, patience: patience) }
        } catch {
            // Whoever reads learns of the end, and why it came.
            stream.close()
            state.update {
                $0.failure = error
                $0.isSending = false
            }
            throw error
        }
    }
}
