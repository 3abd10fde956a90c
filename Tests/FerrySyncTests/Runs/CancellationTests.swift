import FerryCore
import FerryEndpoints
import FerrySync
import Synchronization
import Testing

/// Cancelled at any step, a run ends with status 20, leaves no staged file and deletes nothing.
@Suite struct CancellationTests {
    @Test(arguments: [1, 2]) func atEachStep(workers: Int) throws {
        let steps = try stepsOfAWholeRun(workers)
        #expect(steps > 50)
        for step in 1...steps {
            let scene = try Scene.ordinary()
            let cancellation = Cancellation()
            let (run, _) = run(scene, workers, cancellation) { if $0 == step { cancellation.cancel() } }
            #expect(run.status == .signal, "step \(step)")
            #expect(try scene.violations(run) == [], "step \(step)")
            #expect(run.log.errors.isEmpty, "step \(step)")
        }
    }

    private func stepsOfAWholeRun(_ workers: Int) throws -> Int {
        run(try .ordinary(), workers, Cancellation(), atStep: { _ in }).steps
    }

    private func run(
        _ scene: Scene, _ workers: Int, _ cancellation: Cancellation, atStep: @escaping @Sendable (Int) -> Void
    ) -> (RunOutcome, steps: Int) {
        let counter = StepCounter()
        let plan = FaultPlan(observer: { call, _ in
            // What happens while everything is let go comes after the last step.
            if call != .discard { atStep(counter.next()) }
        })
        var options = SyncOptions.mirroring
        options.run.workers = workers
        let outcome = sync(
            FaultyEndpoint(scene.source, plan), to: FaultyEndpoint(scene.destination, plan), options,
            cancellation: cancellation)
        return (outcome, counter.count)
    }
}

private final class StepCounter: Sendable {
    private let state = Atomic<Int>(0)

    func next() -> Int { state.add(1, ordering: .relaxed).newValue }
    var count: Int { state.load(ordering: .relaxed) }
}
