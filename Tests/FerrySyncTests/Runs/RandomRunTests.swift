import FerryCore
import FerryEndpoints
import FerrySync
import Harness
import Testing

/// Random trees, random options: what a run makes of the destination is what a map of both sides says.
@Suite struct RandomRunTests {
    /// A destination that a run is tried on.
    struct Place: Sendable, CustomTestStringConvertible {
        let name: String
        let options: MemoryOptions

        var testDescription: String { name }
    }

    static let places: [Place] = [
        Place(name: "a disk", options: MemoryOptions()),
        Place(name: "whole seconds, in order", options: .sequential.withLinks),
        Place(name: "no times", options: MemoryOptions(capabilities: .withoutTimes)),
        Place(name: "listings only", options: MemoryOptions(capabilities: .listedOnly, pageSize: 3)),
        Place(name: "far away", options: .farAway),
        Place(name: "slow", options: MemoryOptions(latency: 0.00002)),
    ]

    @Test(arguments: places) func destinationIsAsExpected(_ place: Place) throws {
        for iteration in 0..<RandomTests.iterations(default: 60) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            try Trial(seed: seed, place: place.options).check()
        }
    }
}

/// One random run.
private struct Trial {
    let seed: UInt64
    let source = MemoryEndpoint()
    let destination: MemoryEndpoint
    let options: SyncOptions
    let wanted: TreeModel
    let old: TreeModel

    init(seed: UInt64, place: MemoryOptions) {
        self.seed = seed
        var trees = RandomTrees(seed: seed)
        wanted = trees.tree()
        old = trees.generator.chance(80) ? trees.mutation(of: wanted) : trees.tree()
        options = .random(&trees.generator)
        destination = MemoryEndpoint(place)
    }

    func check() throws {
        try source.write(wanted)
        try destination.write(old)
        let before = try destination.model()
        let precision = destination.capabilities.timePrecision
        let expected = ExpectedTree(try source.model(), into: before, options, precision: precision)

        var dry = options
        dry.run.dryRun = true
        let planned = sync(source, to: destination, dry)
        #expect(try destination.model() == before, "a dry run changed something; seed \(seed)")

        let run = sync(source, to: destination, options)
        let result = try destination.model().without(times: !options.metadata.times)
        #expect(result == expected.tree, "seed \(seed), before:\(before)")
        #expect(destination.store.stagedFiles == 0, "staged files were left; seed \(seed)")
        #expect(run.log.errors.isEmpty == !expected.fails, "seed \(seed): \(run.log.problems)")
        if !expected.fails {
            let difference = told(run).symmetricDifference(told(planned))
            #expect(difference.isEmpty, "a dry run tells something else; seed \(seed)")
        }
        guard options.settles(with: precision != .none), !expected.fails else { return }
        let again = sync(source, to: destination, options)
        #expect(again.log.lines.isEmpty, "a second run has work to do; seed \(seed)")
    }

    /// What a run told, apart from times of directories that its own early deletions have changed.
    private func told(_ run: RunOutcome) -> Set<String> {
        guard options.deletion.timing == .before else { return run.log.lines }
        return run.log.lines.filter { !$0.hasPrefix("\(ActionKind.setMetadata)") }
    }
}

extension MemoryOptions {
    fileprivate var withLinks: MemoryOptions {
        var options = self
        options.roles.insert(.links)
        return options
    }
}

extension Capabilities {
    fileprivate static let withoutTimes = Capabilities(timePrecision: .none, metadataKept: [.permissions])
    fileprivate static let listedOnly = Capabilities(metadataKept: [.modified, .permissions], cheapLookups: false)
}
