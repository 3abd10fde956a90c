import Glibc
import Harness
import Testing

@Suite("ferry rsync against the installed rsync")
struct DifferentialTests {
    private static let lanes: UInt64 = 2
    /// The same scenarios in every run, unless `FERRY_TEST_SEED` begins elsewhere.
    private static let usualSeed: UInt64 = 5000
    /// Three of them failed at first.
    private static let seedOfOthers: UInt64 = 88_000_000

    /// Trees, itemised lines and statuses agree. `FERRY_TEST_ITERATIONS` runs more scenarios; the seed of a failure, as
    /// `FERRY_TEST_SEED` with one iteration, runs it again.
    @Test("random trees and options", arguments: 0..<lanes)
    func agree(lane: UInt64) {
        compare(Comparison(reference: Comparison.rsync, subject: Comparison.ferry), lane, from: Self.usualSeed)
    }

    /// Who is not the super-user may neither give files away nor change what is closed, and may open it.
    @Test("random trees and options of an ordinary account", .enabled(if: geteuid() == 0), arguments: 0..<lanes)
    func agreeForOthers(lane: UInt64) {
        let comparison = Comparison(reference: Comparison.rsync, subject: Comparison.ferry, account: 1000)
        compare(comparison, lane, from: Self.seedOfOthers)
    }

    private func compare(_ comparison: Comparison, _ lane: UInt64, from usualSeed: UInt64) {
        let iterations = RandomTests.iterations(default: 60)
        for iteration in 0..<UInt64(iterations) where iteration % Self.lanes == lane {
            let seed = (RandomTests.givenSeed ?? usualSeed) &+ iteration
            var generator = SeededGenerator(seed: seed)
            let scenario = Scenario.random(using: &generator)
            let differences = comparison.differences(scenario)
            if differences.isEmpty { continue }
            let (smallest, failures) = scenario.shrunk(failing: differences, by: comparison.differences)
            Issue.record("seed \(seed)\n\(smallest)\n\(failures.joined(separator: "\n"))")
        }
    }
}
