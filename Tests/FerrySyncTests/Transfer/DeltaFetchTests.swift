import FerryCore
import FerryDelta
import FerryEndpoints
import Harness
import Testing

@testable import FerrySync

/// New files that are far away, of which only what the old ones lack is fetched.
@Suite("Delta transfers from remote places")
struct DeltaFetchTests {
    static let methods: [WritingOptions.Method] = [.staged, .inPlace]

    @Test("any new version of any old one", arguments: methods, FetchScene.Description.allCases)
    func anyVersions(_ method: WritingOptions.Method, _ description: FetchScene.Description) throws {
        for iteration in 0..<RandomTests.iterations(default: 3) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            var r = SeededGenerator(seed: seed)
            let old = r.largeContent()
            let new = r.variant(of: r.chance(90) ? old : r.largeContent())
            let scene = try FetchScene(old, new, description)
            let run = scene.run { $0.writing.method = method }
            #expect(run.status == .success, "seed \(seed): \(run.log.errors)")
            #expect(try scene.content == new, "seed \(seed)")
            let statistics = run.result.statistics
            #expect(statistics.composedInVain == 0, "seed \(seed)")
            #expect(statistics.literalBytes + statistics.matchedBytes >= Int64(new.count), "seed \(seed)")
        }
    }

    @Test("only missing ranges are fetched", arguments: FetchScene.Description.allCases)
    func fetchesLittle(_ description: FetchScene.Description) throws {
        var r = SeededGenerator("fetch")
        let old = r.bytes(600_000)
        let new = Array(old[..<100_000]) + r.bytes(500) + old[100_000..<400_000] + r.bytes(500) + old[400_000...]
        let scene = try FetchScene(old, new, description)
        let plan = FaultPlan()
        let run = scene.run(faults: plan)
        #expect(try scene.content == new)
        #expect(run.result.statistics.matchedBytes > 590_000)
        #expect(run.result.statistics.verified[description == .agent ? .storeDigest : .recordedDigest] == 1)
        // Two ranges, and what describes the file where nobody computes that.
        #expect(plan.count(of: .openReader) == (description == .agent ? 2 : 3))
    }

    @Test("what somebody recorded is no proof", arguments: FetchScene.Description.allCases, [true, false])
    func proofs(_ description: FetchScene.Description, _ isRemoved: Bool) throws {
        var r = SeededGenerator("proofs")
        let old = r.bytes(100_000)
        let scene = try FetchScene(old, old + [1], description)
        let run = scene.run {
            $0.writing.verification = isRemoved ? .auto : .strict
            $0.writing.removesSourceFiles = isRemoved
        }
        let level: VerificationLevel = description == .agent ? .storeDigest : .readBack
        #expect(run.status == .success && run.result.statistics.verified[level] == 1, "\(run.log.errors)")
        #expect((run.result.statistics.matchedBytes > 0) == (description == .agent))
    }

    @Test("whole files where that is asked for, nothing is published, or it is of another version")
    func wholeFiles() throws {
        var r = SeededGenerator("whole")
        let old = r.bytes(100_000)
        let new = old + [1]
        let scenes: [(Bool?, (FetchScene) throws -> Void)] = [
            (true, { try $0.publish(blocksOf: new, of: new) }), (nil, { _ in }),
            (nil, { try $0.publish(blocksOf: old, of: old) }),
            (nil, { try $0.publish(blocksOf: new, of: new, at: 1999) }),
            (nil, { try $0.writeControl(of: new, modified: "Thu, 01 Jan 1970 00:33:19 +0000") }),
            (nil, { try $0.writeControl(of: new, modified: "yesterday") }), (nil, { try $0.writeControl(of: old) }),
        ]
        for (wholeFile, describe) in scenes {
            let scene = try FetchScene(old, new)
            try describe(scene)
            let run = scene.run { $0.writing.wholeFile = wholeFile }
            #expect(run.status == .success)
            #expect(try scene.content == new)
            #expect(run.result.statistics.matchedBytes == 0 && run.result.statistics.composedInVain == 0)
        }
    }

    @Test("what was put together of lies is noticed", arguments: methods)
    func lies(_ method: WritingOptions.Method) throws {
        var r = SeededGenerator("lies")
        let old = r.bytes(100_000)
        let new = Array(old[..<50_000]) + r.bytes(50_000)
        let scene = try FetchScene(old, new)
        try scene.publish(blocksOf: old, of: new)
        let run = scene.run { $0.writing.method = method }
        #expect(run.status == .success)
        #expect(run.result.statistics.composedInVain == 1)
        #expect(try scene.content == new)
    }

    @Test("a source that changes meanwhile is never mixed", arguments: [1, 2, 3])
    func changingSource(_ nth: Int) throws {
        var r = SeededGenerator("changes")
        let old = r.bytes(300_000)
        let new = r.bytes(500) + old[..<150_000] + r.bytes(500) + old[150_000...]
        let scene = try FetchScene(old, new, .published)
        let plan = FaultPlan([Fault(.change(.grow), at: .openReader, of: "f", nth: nth)])
        let run = scene.run(faults: plan)
        #expect(run.status == .success)
        let now = try scene.source.entry(at: "f").map { try scene.source.content(of: $0) }
        #expect(try scene.content == now)
    }

    @Test("every call to the source fails once, in every way", arguments: FetchScene.Description.allCases)
    func sweep(_ description: FetchScene.Description) throws {
        var r = SeededGenerator("sweep")
        let old = r.bytes(80_000)
        let new = Array(old[..<40_000]) + r.bytes(300) + old[40_000...]
        let calls = FaultPlan()
        _ = try FetchScene(old, new, description).run(faults: calls)
        for call in EndpointCall.allCases where calls.count(of: call) > 0 {
            for effect: Fault.Effect in [.fail(.serverFailure), .fail(.notFound), .truncate, .flipBit(3)] {
                for nth in 1...min(3, calls.count(of: call)) {
                    let scene = try FetchScene(old, new, description)
                    let run = scene.run(faults: FaultPlan([Fault(effect, at: call, nth: nth)]))
                    let content = try scene.content
                    let isWhole = content == new || content == old
                    // A whole file that is not read back has nothing to show a flipped bit.
                    if case .flipBit = effect, run.result.statistics.matchedBytes == 0 { continue }
                    #expect(isWhole, "\(effect) at \(call) \(nth)")
                    #expect(run.status != .success || content == new, "\(effect) at \(call) \(nth)")
                    #expect(scene.destination.store.stagedFiles == 0)
                }
            }
        }
    }
}
