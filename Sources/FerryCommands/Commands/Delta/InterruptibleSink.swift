internal import FerryCore
internal import FerryDelta

/// Passes bytes on until a signal asks for the end.
final class InterruptibleSink: ByteSink {
    private let sink: any ByteSink
    private let cancellation: Cancellation

    init(_ sink: any ByteSink, _ cancellation: Cancellation) {
        self.sink = sink
        self.cancellation = cancellation
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        if cancellation.isCancelled { throw Interruption() }
        try sink.write(bytes)
    }

    func expect(_ length: Int64) throws { try sink.expect(length) }

    func skipZeros(_ count: Int64) throws -> Bool {
        if cancellation.isCancelled { throw Interruption() }
        return try sink.skipZeros(count)
    }
}
