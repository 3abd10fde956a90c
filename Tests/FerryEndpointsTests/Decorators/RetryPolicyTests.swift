import FerryCore
import FerryEndpoints
import Synchronization
import Testing

@Suite struct RetryPolicyTests {
    private let clock = ManualClock()

    /// Looks at an endpoint that fails so often, and returns how often it was asked.
    private func look(
        failing times: Int, with code: EndpointError.Code = .unreachable, _ policy: RetryPolicy
    ) throws -> Int {
        let plan = FaultPlan([Fault(.fail(code), at: .look, times: times)])
        let endpoint = decorated(MemoryEndpoint(), with: DecoratorOptions(faults: plan, retry: policy))
        do {
            _ = try endpoint.entry(at: .root)
        } catch {
            throw Failure(error: error, calls: plan.count(of: .look))
        }
        return plan.count(of: .look)
    }

    private struct Failure: Error {
        let error: EndpointError
        let calls: Int
    }

    private func failure(_ body: () throws -> Int) throws -> Failure {
        try #require(throws: Failure.self) { _ = try body() }
    }

    @Test func delaysDoubleUpToTheLongest() throws {
        let policy = RetryPolicy(
            attempts: 7, totalTime: 1000, firstDelay: 1, longestDelay: 10, clock: clock, random: { $0 })
        #expect(try look(failing: 6, policy) == 7)
        #expect(clock.waits == [1, 2, 4, 8, 10, 10])
    }

    @Test func jitterIsFull() throws {
        let policy = RetryPolicy(
            attempts: 200, totalTime: .infinity, firstDelay: 4, longestDelay: 4, clock: clock)
        _ = try look(failing: 199, policy)
        #expect(clock.waits.allSatisfy { (0...4).contains($0) })
        #expect(clock.waits.min()! < 0.5 && clock.waits.max()! > 3.5)
    }

    @Test func aPlaceThatNeverAnsweredIsNotAskedAgain() throws {
        var policy = RetryPolicy(clock: clock)
        policy.contact = FirstContact()
        #expect(try failure { try look(failing: 1, policy) }.calls == 1)
        // Whoever asks for patience is there.
        #expect(try look(failing: 1, with: .throttled(retryAfter: nil), policy) == 2)
        #expect(try look(failing: 2, policy) == 3)
    }

    @Test func attemptsAreLimited() throws {
        let failure = try failure { try look(failing: 9, RetryPolicy(attempts: 4, clock: clock)) }
        #expect(failure.calls == 4 && failure.error.code == .unreachable)
    }

    @Test func timeIsLimited() throws {
        let policy = RetryPolicy(
            attempts: 100, totalTime: 10, firstDelay: 4, longestDelay: 4, clock: clock, random: { $0 })
        #expect(try failure { try look(failing: 99, policy) }.calls == 3)
        #expect(clock.now == 8)
    }

    @Test(arguments: [EndpointError.Code.notFound, .permissionDenied, .noSpace, .corrupted, .cancelled, .untrustedHost])
    func lastingErrorsAreNotRepeated(_ code: EndpointError.Code) throws {
        #expect(try failure { try look(failing: 1, with: code, RetryPolicy(clock: clock)) }.calls == 1)
        #expect(clock.waits.isEmpty)
    }

    @Test func aServersWishIsHonoured() throws {
        let policy = RetryPolicy(firstDelay: 1, clock: clock, random: { $0 })
        #expect(try look(failing: 1, with: .throttled(retryAfter: 17), policy) == 2)
        #expect(clock.waits == [18])
    }

    @Test func aWishBeyondTheTotalTimeIsTheEnd() throws {
        let policy = RetryPolicy(totalTime: 60, clock: clock)
        #expect(try failure { try look(failing: 1, with: .throttled(retryAfter: 3600), policy) }.calls == 1)
    }

    @Test func cancellationEndsTheWait() throws {
        let cancellation = Cancellation()
        let policy = RetryPolicy(cancellation: cancellation, clock: clock, report: { _ in cancellation.cancel() })
        let failure = try failure { try look(failing: 1, policy) }
        #expect(failure.error.code == .cancelled && failure.calls == 1)
    }

    @Test func aRealWaitNoticesCancellation() {
        let cancellation = Cancellation()
        let thread = WorkerThread { cancellation.cancel() }
        #expect(!SystemClock().wait(3600, unless: cancellation))
        thread.join()
    }

    @Test func repetitionsAreReported() throws {
        let reports = Reports()
        let policy = RetryPolicy(firstDelay: 2, clock: clock, random: { $0 }, report: { reports.add($0) })
        _ = try look(failing: 2, with: .timedOut, policy)
        #expect(reports.all.map(\.attempts) == [1, 2])
        #expect(reports.all.map(\.delay) == [2, 4])
        #expect(reports.all.allSatisfy { $0.error.code == .timedOut })
    }

    private final class Reports: Sendable {
        private let reports = Mutex<[RetryPolicy.Repetition]>([])

        var all: [RetryPolicy.Repetition] { reports.withLock { $0 } }

        func add(_ report: RetryPolicy.Repetition) {
            reports.withLock { $0.append(report) }
        }
    }
}
