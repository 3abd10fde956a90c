import FerryEndpoints
import SSHEndpoint
import Synchronization

/// Counts the requests that go to a server, by their types.
final class MessageCount: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var types: [UInt8] = []
    }

    private let state = Mutex(State())

    /// The types of all requests since the last call.
    func take() -> [UInt8] {
        state.withLock { state in
            defer { state.types = [] }
            return state.types
        }
    }

    fileprivate func count(_ bytes: UnsafeRawBufferPointer) {
        state.withLock { state in
            state.bytes += bytes
            while state.bytes.count > 4 {
                let length = 4 + state.bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
                guard state.bytes.count >= length else { return }
                state.types.append(state.bytes[4])
                state.bytes.removeFirst(length)
            }
        }
    }
}

/// A stream whose requests are counted.
final class CountedStream: ByteStream {
    private let base: any ByteStream
    private let count: MessageCount

    init(_ base: any ByteStream, _ count: MessageCount) {
        self.base = base
        self.count = count
    }

    func read(
        into buffer: UnsafeMutableRawBufferPointer, waiting milliseconds: Int32
    ) throws(ConnectionFailure) -> Int? {
        try base.read(into: buffer, waiting: milliseconds)
    }

    func write(_ bytes: UnsafeRawBufferPointer, patience: Int?) throws(ConnectionFailure) {
        count.count(bytes)
        try base.write(bytes, patience: patience)
    }

    func close() { base.close() }
    func diagnosis() -> ConnectionFailure { base.diagnosis() }
}
