import FerryCore
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

    private func pass(_ seconds: Double, by clock: ManualClock) { _ = clock.wait(seconds, unless: Cancellation()) }

    @Test(arguments: [5, nil]) func itPasses(_ seconds: Int?) throws {
        let (clock, stream) = (ManualClock(), Silence())
        var time = GreetingTime(seconds: seconds, clock: clock)
        pass(Double(seconds ?? GreetingTime.usual), by: clock)
        try time.check(stream)
        pass(1, by: clock)
        #expect(throws: ConnectionFailure.self) { try time.check(stream) }
    }

    /// However long the user takes, he has as long again afterwards.
    @Test func aQuestionStopsIt() throws {
        let (clock, stream) = (ManualClock(), Silence())
        var time = GreetingTime(seconds: 5, clock: clock)
        stream.asks.store(true, ordering: .relaxed)
        for _ in 0..<100 {
            pass(100, by: clock)
            try time.check(stream)
        }
        stream.asks.store(false, ordering: .relaxed)
        pass(5, by: clock)
        try time.check(stream)
        pass(1, by: clock)
        #expect(throws: ConnectionFailure.self) { try time.check(stream) }
    }
}
