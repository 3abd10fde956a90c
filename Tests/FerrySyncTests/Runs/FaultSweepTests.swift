import FerryCore
import FerryEndpoints
import FerrySync
import Harness
import Testing

/// Every call fails once, in every way: nothing is lost, and the next run mends it.
@Suite struct FaultSweepTests {
    enum Side: CaseIterable, Sendable {
        case source, destination
    }

    static let effects: [Fault.Effect] = [
        .fail(.serverFailure), .fail(.permissionDenied), .fail(.notFound), .loseReply(.unreachable), .cutWrite(3),
        .shortRead(1), .truncate,
    ]

    @Test(arguments: Side.allCases, EndpointCall.allCases) func oneCallFails(_ side: Side, _ call: EndpointCall) throws
    {
        for place in [MemoryOptions(pageSize: 3), .farAway] { try oneCallFails(side, call, at: place) }
    }

    private func oneCallFails(_ side: Side, _ call: EndpointCall, at place: MemoryOptions) throws {
        let count = try callsOfAGoodRun(side, call, at: place)
        for effect in Self.effects {
            for nth in stride(from: 1, through: count, by: 1) {
                let scene = try Scene.ordinary(place)
                let run = scene.run(failing: [Fault(effect, at: call, nth: nth)], on: side)
                #expect(try scene.violations(run) == [], "\(effect) at call \(nth)")
                #expect(run.isSilent || run.status != .success || run.log.errors.isEmpty, "\(effect) at call \(nth)")
                sync(scene.source, to: scene.destination, .mirroring)
                #expect(try scene.destination.model() == scene.wanted, "after \(effect) at call \(nth)")
            }
        }
    }

    private func callsOfAGoodRun(_ side: Side, _ call: EndpointCall, at place: MemoryOptions) throws -> Int {
        let scene = try Scene.ordinary(place)
        let plan = FaultPlan()
        let run = scene.run(plan, on: side)
        #expect(run.status == .success)
        #expect(try scene.destination.model() == scene.wanted)
        return plan.count(of: call)
    }

    @Test func manyCallsFail() throws {
        for iteration in 0..<RandomTests.iterations(default: 60) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            let scene = try Scene.random(seed)
            let plan = FaultPlan(random: RandomFaults(seed: seed, probability: 0.05))
            var options = SyncOptions.mirroring
            options.run.workers = 2
            let run = sync(
                FaultyEndpoint(scene.source, plan), to: FaultyEndpoint(scene.destination, plan), options)
            #expect(try scene.violations(run) == [], "seed \(seed)")
        }
    }

    @Test func retriesHideWhatPasses() throws {
        for iteration in 0..<RandomTests.iterations(default: 40) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            let scene = try Scene.random(seed)
            let decorators = DecoratorOptions(
                faults: FaultPlan(
                    random: RandomFaults(seed: seed, probability: 0.1, breaksReads: false, breaksDurability: false),
                    clock: InstantClock()),
                retry: RetryPolicy(attempts: 100, clock: InstantClock()))
            let run = sync(
                decorated(scene.source, with: decorators), to: decorated(scene.destination, with: decorators),
                .comparingContent)
            #expect(run.status == .success, "seed \(seed): \(run.log.errors)")
            #expect(try scene.destination.model() == scene.wanted, "seed \(seed), \(scene.differences)")
        }
    }
}

extension Scene {
    fileprivate static func random(_ seed: UInt64) throws -> Scene {
        var trees = RandomTrees(seed: seed)
        let wanted = trees.tree()
        return try Scene(
            wanted: wanted.nodes.isEmpty ? ["only": .file("only")] : wanted, old: trees.mutation(of: wanted),
            in: seed % 2 == 0 ? .farAway : MemoryOptions(pageSize: 3))
    }

    fileprivate func run(failing faults: [Fault], on side: FaultSweepTests.Side) -> RunOutcome {
        run(FaultPlan(faults), on: side)
    }

    fileprivate func run(_ plan: FaultPlan, on side: FaultSweepTests.Side) -> RunOutcome {
        switch side {
        case .source: sync(FaultyEndpoint(source, plan), to: destination, .mirroring)
        case .destination: sync(source, to: FaultyEndpoint(destination, plan), .mirroring)
        }
    }
}

extension RunOutcome {
    /// Nothing went wrong as far as the run could tell.
    fileprivate var isSilent: Bool { log.problems.allSatisfy { $0.severity == .note } }
}
