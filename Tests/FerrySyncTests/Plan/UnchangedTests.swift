import FerryCore
import FerryEndpoints
import FerryState
import FerrySync
import Harness
import Testing

/// What the scan leaves out is what the planner would have skipped without a word.
@Suite struct UnchangedTests {
    @Test func agreesWithTheDecision() {
        var unchanged = 0
        for round in 0..<RandomTests.iterations(default: 3000) {
            let seed = RandomTests.seed &+ UInt64(round)
            var random = SeededGenerator(seed: seed)
            let planner = Planner(
                options: Self.options(&random), source: Capabilities(timePrecision: .nanosecond),
                destination: Capabilities(
                    timePrecision: random.pick([.nanosecond, .second, .none]),
                    metadataKept: [.modified, .accessed, .permissions, .user, .group]))
            let source = Self.attributes(&random), present = Self.attributes(&random)
            let isEqual = random.pick([nil, true, false])
            let remembered: DirectoryRecords.Verdict = random.pick([.unknown, .unknown, .holds, .differs])
            let answer = planner.isUnchanged(source, present, contentIsEqual: isEqual, remembered: remembered)
            if answer == true { unchanged += 1 }
            let decision = planner.decide(
                SourceItem(entry: Entry(path: "f", attributes: source), source: 0),
                destination: Entry(path: "f", attributes: present), contentIsEqual: isEqual, remembered: remembered)
            switch decision {
            case .compareContent: #expect(answer != true, "FERRY_TEST_SEED=\(seed)")
            case .action(let action):
                let isSilent = action.kind == .skip && action.reason == .same && action.changes.isEmpty
                #expect((answer == true) == (isSilent && source.kind == .file), "FERRY_TEST_SEED=\(seed)")
            }
        }
        #expect(unchanged > 0)
    }

    private static func options(_ random: inout SeededGenerator) -> SyncOptions {
        var options = SyncOptions()
        options.comparison.content = random.chance(20)
        options.comparison.ignoresTimes = random.chance(10)
        options.comparison.sizeOnly = random.chance(20)
        options.comparison.keepsNewer = random.chance(20)
        options.comparison.ignoresExisting = random.chance(10)
        options.comparison.onlyExisting = random.chance(10)
        options.comparison.modifyWindow = random.pick([-1, 0, 1])
        options.metadata.permissions = random.chance(70)
        options.metadata.executability = random.chance(30)
        options.metadata.owner = random.chance(70)
        options.metadata.times = random.chance(70)
        options.metadata.accessTimes = random.chance(10)
        options.writing.method = random.pick([.staged, .staged, .append(verify: false)])
        if random.chance(20) { options.selection.maximumSize = 1 }
        if random.chance(20) { options.selection.minimumSize = 2 }
        return options
    }

    /// Of few values, such that two of them are often equal.
    private static func attributes(_ random: inout SeededGenerator) -> Attributes {
        Attributes(
            kind: random.pick([.file, .file, .file, .fifo, .directory]), size: random.pick([1, 2, 2]),
            modified: Timestamp(seconds: random.pick([1, 1, 2]), nanoseconds: random.pick([0, 0, 1])),
            accessed: Timestamp(seconds: random.pick([3, 4])), permissions: random.pick([0o644, 0o644, 0o755]),
            owner: Owner(user: random.pick([1, 1, 2]), group: 1))
    }
}
