import Harness
import Testing

/// Before two programs are compared: the comparison itself is neither noisy nor blind.
@Suite("Comparison")
struct ComparisonTests {
    private static let rsync = Program("rsync")

    @Test("rsync agrees with itself")
    func agrees() {
        let comparison = Comparison(reference: Self.rsync, subject: Self.rsync)
        for iteration in 0..<10 {
            let seed = RandomTests.seed &+ UInt64(iteration)
            var generator = SeededGenerator(seed: seed)
            #expect(comparison.differences(Scenario.random(using: &generator)) == [], "seed \(seed)")
        }
    }

    @Test(
        "what an rsync does differently is seen, and shrunk to little",
        arguments: ["--chmod=F600", "--size-only", "--delete", "--omit-dir-times"])
    func sees(option: String) throws {
        let comparison = Comparison(reference: Self.rsync, subject: Program("rsync", leading: [option]))
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<50 {
            var scenario = Scenario()
            let source = RandomTree.make(entries: 8, using: &generator)
            scenario.trees = ["src": source, "dst": source.mutated(using: &generator)]
            scenario.options = [["-a"], ["-i", "--out-format=%i %n%L"]]
            scenario.operands = ["src/", "dst/"]
            let differences = comparison.differences(scenario)
            if differences.isEmpty { continue }
            let (smallest, failures) = scenario.shrunk(failing: differences, by: comparison.differences)
            #expect(!failures.isEmpty)
            #expect(smallest.trees.values.reduce(0) { $0 + $1.nodes.count } <= 4, "\(smallest)")
            return
        }
        Issue.record("not one of 50 scenarios shows \(option)")
    }
}
