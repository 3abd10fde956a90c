import FerryCore
import Testing

/// Over random trees and random rules, ferry selects, protects and deletes what the installed rsync does.
@Suite struct FilterOracleTests {
    @Test func agreesWithRsync() throws {
        for round in 0..<SeededRandom.rounds(25) {
            var random = SeededRandom(seed: SeededRandom.runSeed &+ UInt64(round))
            let scenario = FilterScenario(using: &random)
            let place = TemporaryDirectory()
            scenario.make(in: place)
            let comment = Comment("FERRY_TEST_SEED=\(random.seed): \(scenario)")
            let oracle = RsyncOracle(scenario, in: place)
            let ours = try FilterWalk(scenario, in: place).run()
            expectSame(ours.selected, oracle.selected(), "selected", comment)
            expectSame(ours.deleted, oracle.deleted(), "deleted", comment)
        }
    }

    private func expectSame(_ ours: Set<String>, _ theirs: Set<String>, _ what: String, _ comment: Comment) {
        let extra = ours.subtracting(theirs).sorted()
        let missing = theirs.subtracting(ours).sorted()
        #expect(extra.isEmpty && missing.isEmpty, "\(what) too much: \(extra), too little: \(missing). \(comment)")
    }
}
