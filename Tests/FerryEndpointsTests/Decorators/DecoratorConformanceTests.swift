import EndpointConformance
import FerryEndpoints
import Harness
import Testing

/// Decorators change nothing of what the contract demands.
@Suite struct DecoratorConformanceTests {
    @Test(arguments: Conformance.clauses) func retries(_ clause: Clause) throws {
        try clause.run { .memory(MemoryOptions(), DecoratorOptions(retry: .immediate())) }
    }

    @Test(arguments: Conformance.clauses) func oneConnection(_ clause: Clause) throws {
        try clause.run { .memory(MemoryOptions(), DecoratorOptions(connections: ConnectionLimit(1))) }
    }

    @Test(arguments: Conformance.clauses) func bandwidth(_ clause: Clause) throws {
        let limit = TokenBucket(bytesPerSecond: 30_000, counting: [.reads, .writes], clock: ManualClock())
        try clause.run { .memory(MemoryOptions(), DecoratorOptions(bandwidth: limit)) }
    }

    @Test(arguments: Conformance.clauses) func faultsThatNeverStrike(_ clause: Clause) throws {
        try clause.run { .memory(MemoryOptions(), DecoratorOptions(faults: FaultPlan())) }
    }

    private static let seed: UInt64 = {
        print("FERRY_TEST_SEED=\(RandomTests.seed)")
        return RandomTests.seed
    }()

    /// Everything at once, on places of every kind, while a fifth of all calls fails in passing.
    @Test(arguments: Conformance.clauses, [Place.disk, .objectStore, .sequential])
    func retriesOverFaults(_ clause: Clause, _ place: Place) throws {
        let options = DecoratorOptions(
            faults: FaultPlan(
                random: RandomFaults(seed: Self.seed, probability: 0.2, breaksDurability: false),
                listingsContinue: place != .disk),
            connections: ConnectionLimit(3), retry: .immediate(),
            bandwidth: TokenBucket(bytesPerSecond: 100_000, clock: ManualClock()))
        try clause.run { .memory(place.options, options) }
    }

    enum Place: String, Sendable {
        case disk, objectStore, sequential

        var options: MemoryOptions {
            switch self {
            case .disk: MemoryOptions()
            case .objectStore: .objectStore
            case .sequential: .sequential
            }
        }
    }
}
