import FerryCore
import Harness
import Testing

/// Over random trees and random rules, ferry selects, protects and deletes what the installed rsync does.
@Suite struct FilterOracleTests {
    @Test func agreesWithRsync() throws {
        for round in 0..<RandomTests.iterations(default: 15) {
            let seed = RandomTests.seed &+ UInt64(round)
            var random = SeededGenerator(seed: seed)
            let scenario = FilterScenario(using: &random)
            let place = TemporaryDirectory()
            scenario.make(in: place.path)
            let comment = Comment("FERRY_TEST_SEED=\(seed): \(scenario)")
            let oracle = RsyncOracle(scenario, in: place.path)
            let ours = try FilterWalk(scenario, in: place.path).run()
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
