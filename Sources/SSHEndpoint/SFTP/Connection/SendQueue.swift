internal import FerryCore
internal import FerryEndpoints

/// Requests on their way out. Whoever finds nobody sending sends, and takes along what others add meanwhile: small
/// requests of many threads share system calls, and no thread of its own is needed.
final class SendQueue: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var spare: [UInt8] = []
        var isSending = false
        var failure: ConnectionFailure?
    }

    private let stream: any ByteStream
    private let patience: Int?
    private let state = Monitor(State())

    /// Others wait while so much is to be sent: enough to keep the stream busy.
    private static let enough = 1 << 20

    init(_ stream: any ByteStream, patience: Int?) {
        self.stream = stream
        self.patience = patience
    }

    /// Sends a whole message, `payload` being its end.
    func send(_ message: [UInt8], _ payload: UnsafeRawBufferPointer) throws(ConnectionFailure) {
        let isOurs = try state.wait { (state) throws(ConnectionFailure) -> Bool? in
            if let failure = state.failure { throw failure }
            if state.isSending && state.bytes.count >= Self.enough { return nil }
            state.bytes += message
            state.bytes += payload
            defer { state.isSending = true }
            return !state.isSending
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
