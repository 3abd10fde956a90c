import FerryEndpoints
import Synchronization
import Testing

@Suite struct GreetingTimeTests {
    /// Says nothing, and may be asking for something.
    private final class Silence: ByteStream {
        let asks = Atomic<Bool>(false)
        var isAsking: Bool { asks.load(ordering: .relaxed) }

        func read(into buffer: UnsafeMutableRawBufferPointer, waiting: Int32) throws(ConnectionFailure) -> Int? { nil }
        func write(_ bytes: UnsafeRawBufferPointer, patience: Int?) throws(ConnectionFailure) {}
        func close() {}
        func diagnosis() -> ConnectionFailure { .closed }
    }

    private final class Clock {
        var now = 1000
    }

    @Test(arguments: [5, nil]) func itPasses(_ seconds: Int?) throws {
        let (clock, stream) = (Clock(), Silence())
        var time = GreetingTime(seconds: seconds) { clock.now }
        clock.now += seconds ?? GreetingTime.usual
        try time.check(stream)
        clock.now += 1
        #expect(throws: ConnectionFailure.self) { try time.check(stream) }
    }

    /// However long the user takes, he has as long again afterwards.
    @Test func aQuestionStopsIt() throws {
        let (clock, stream) = (Clock(), Silence())
        var time = GreetingTime(seconds: 5) { clock.now }
        stream.asks.store(true, ordering: .relaxed)
        for _ in 0..<100 {
            clock.now += 100
            try time.check(stream)
        }
        stream.asks.store(false, ordering: .relaxed)
        clock.now += 5
        try time.check(stream)
        clock.now += 1
        #expect(throws: ConnectionFailure.self) { try time.check(stream) }
    }
}
