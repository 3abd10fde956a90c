import FerryCore
import FerryDelta
import FerryEndpoints
import FerryState
import Harness
import Testing

@testable import FerrySync

/// Deltas to places whose files are too far away to be read: what the last run remembered of them, or somebody published.
@Suite("Delta transfers to remote places") final class RemoteDeltaTests {
    private let directory = TemporaryDirectory()

    /// Another process's each time.
    private var memory: RunMemory { .fresh(in: directory) }

    @Test("any new version of any old one", arguments: MemoryOptions.remotePlaces)
    func anyVersions(_ place: MemoryOptions) throws {
        for iteration in 0..<RandomTests.iterations(default: 5) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            var r = SeededGenerator(seed: seed)
            let old = r.largeContent()
            let new = r.variant(of: r.chance(90) ? old : r.largeContent())
            let scene = try RemoteScene(old, in: place, memory)
            let run = try scene.update(to: new, memory)
            #expect(run.status == .success, "seed \(seed): \(run.log.errors)")
            #expect(try scene.content == new, "seed \(seed)")
            let statistics = run.result.statistics
            #expect(statistics.literalBytes + statistics.matchedBytes == Int64(new.count), "seed \(seed)")
            #expect(statistics.composedInVain == 0, "seed \(seed)")
            if statistics.matchedBytes > 0 { #expect(statistics.verified == [.storeDigest: 1], "seed \(seed)") }
        }
    }

    @Test(
        "only what is new is sent, run after run, and the old file is never fetched",
        arguments: MemoryOptions.remotePlaces)
    func sendsLittle(_ place: MemoryOptions) throws {
        var r = SeededGenerator("remote")
        var content = r.bytes(300_000)
        let scene = try RemoteScene(content, in: place, memory)
        for _ in 0..<3 {
            content = Array(content[..<120_000]) + r.bytes(500) + content[120_000...]
            let plan = FaultPlan()
            let run = try scene.update(to: content, memory, faults: plan)
            #expect(run.result.statistics.literalBytes < 15_000)
            #expect(plan.count(of: .openReader) == 0)
            #expect(try scene.content == content)
        }
    }

    @Test("whole files where that is asked for, or nothing is remembered", arguments: MemoryOptions.remotePlaces)
    func wholeFiles(_ place: MemoryOptions) throws {
        var r = SeededGenerator("whole")
        let old = r.bytes(100_000)
        for (wholeFile, isRemembered) in [(true, true), (nil, false)] {
            let scene = try RemoteScene(old, in: place, memory)
            let run = try scene.update(to: old + [1], isRemembered ? memory : nil) { $0.writing.wholeFile = wholeFile }
            #expect(run.result.statistics.matchedBytes == 0)
            #expect(try scene.content == old + [1])
        }
    }

    @Test("a signature that lies beside the file", arguments: MemoryOptions.remotePlaces)
    func published(_ place: MemoryOptions) throws {
        var r = SeededGenerator("published")
        let old = r.bytes(200_000)
        let scene = try RemoteScene(old, in: place, nil)
        try scene.publish(old)
        let run = try scene.update(to: old + r.bytes(100), nil)
        #expect(run.result.statistics.matchedBytes > 180_000)
        #expect(run.result.statistics.verified == [.storeDigest: 1])
        #expect(try scene.content?.count == 200_100)
    }

    @Test("a dry run tells what would be sent", arguments: MemoryOptions.remotePlaces)
    func forecasts(_ place: MemoryOptions) throws {
        var r = SeededGenerator("forecast")
        let old = r.bytes(200_000)
        let new = Array(old[..<90_000]) + r.bytes(700) + old[90_000...]
        let scene = try RemoteScene(old, in: place, memory)
        let forecast = try scene.update(to: new, memory) { $0.run.dryRun = true }.result.statistics
        #expect(try scene.content == old)
        let real = try scene.update(to: new, memory).result.statistics
        #expect(forecast.literalBytes == real.literalBytes && forecast.matchedBytes == real.matchedBytes)
        #expect(real.matchedBytes > 0)
    }

    // MARK: What is not believed

    @Test("blocks that the old file has not are noticed", arguments: MemoryOptions.remotePlaces, [true, false])
    func lyingSignatures(_ place: MemoryOptions, _ isPublished: Bool) throws {
        var r = SeededGenerator("lies")
        let new = r.bytes(200_000)
        let scene = try RemoteScene(r.bytes(200_000), in: place, nil)
        let memory = isPublished ? nil : memory
        if isPublished { try scene.publish(new) } else { try scene.remember(new, memory!) }
        let run = try scene.update(to: new, memory)
        #expect(run.status == .success)
        #expect(try scene.content == new)
        #expect(run.result.statistics.composedInVain == 1)
        #expect(run.result.statistics.matchedBytes == 0)
        // What was sent whole is remembered rightly.
        if let memory { #expect(try scene.update(to: new + [1], memory).result.statistics.matchedBytes > 0) }
    }

    @Test("a signature that cannot be read is none", arguments: MemoryOptions.remotePlaces)
    func damagedSignatures(_ place: MemoryOptions) throws {
        var r = SeededGenerator("damaged")
        let old = r.bytes(100_000)
        for damage: ([UInt8]) -> [UInt8] in [
            { Array($0.dropLast()) }, { $0 + [0] }, { _ in [] }, { [0] + $0.dropFirst() },
        ] {
            let scene = try RemoteScene(old, in: place, nil)
            try scene.publish(old, damage)
            let run = try scene.update(to: old + [1], nil)
            #expect(run.status == .success)
            #expect(run.result.statistics.matchedBytes == 0 && run.result.statistics.composedInVain == 0)
            #expect(try scene.content == old + [1])
        }
    }

    @Test(
        "a place that copies other bytes gets whole files from the second one on", arguments: MemoryOptions.remotePlaces
    )
    func wrongCopies(_ place: MemoryOptions) throws {
        var r = SeededGenerator("wrong")
        let old = r.bytes(100_000)
        let names = ["a", "b", "c", "d"]
        let scene = try RemoteScene(old, in: place, memory, names: names)
        let plan = FaultPlan([Fault(.copyElsewhere(1), at: .copy, times: 1000)])
        let run = try scene.update(to: Array(old[5000...]), memory, faults: plan) { $0.run.workers = 1 }
        #expect(run.status == .success)
        #expect(run.result.statistics.composedInVain == 2)
        for name in names { #expect(try scene.content(of: name) == Array(old[5000...])) }
    }

    @Test("a place that refuses copies is asked once", arguments: MemoryOptions.remotePlaces)
    func refusedCopies(_ place: MemoryOptions) throws {
        var r = SeededGenerator("refused")
        let old = r.bytes(100_000)
        let scene = try RemoteScene(old, in: place, memory, names: ["a", "b", "c"])
        let plan = FaultPlan([Fault(.fail(.unsupported), at: .copy, times: 1000)])
        let run = try scene.update(to: old + [1], memory, faults: plan) { $0.run.workers = 1 }
        #expect(run.status == .success)
        #expect(plan.count(of: .copy) == 1)
        for name in ["a", "b", "c"] { #expect(try scene.content(of: name) == old + [1]) }
    }

    @Test("an old file that changes meanwhile is not copied from", arguments: MemoryOptions.remotePlaces)
    func changingBasis(_ place: MemoryOptions) throws {
        var r = SeededGenerator("changing")
        let old = r.bytes(100_000)
        let scene = try RemoteScene(old, in: place, memory)
        let plan = FaultPlan([Fault(.change(.grow), at: .stage, of: "f")])
        let run = try scene.update(to: old + [1], memory, faults: plan)
        #expect(run.status == .success)
        #expect(run.result.statistics.composedInVain == 1)
        #expect(try scene.content == old + [1])
    }

    @Test("what nothing can confirm is sent whole, unless it is to be trusted or read back")
    func unconfirmed() throws {
        var place = MemoryOptions.remote
        place.capabilities.digestsStaged = false
        var r = SeededGenerator("unconfirmed")
        let old = r.bytes(100_000)
        let wishes: [(VerificationLevel, (inout WritingOptions) -> Void)] = [
            (.sizeAndTime, { _ in }), (.unconfirmed, { $0.trustsRemoteUnchanged = true }),
            (.readBack, { $0.verification = .readback }),
        ]
        for (level, wish) in wishes {
            let scene = try RemoteScene(old, in: place, memory)
            let run = try scene.update(to: old + [1], memory) { wish(&$0.writing) }
            #expect(run.result.statistics.verified == [level: 1])
            #expect((run.result.statistics.matchedBytes > 0) == (level != .sizeAndTime))
            #expect(try scene.content == old + [1])
        }
    }

    @Test("every call fails once, in every way", arguments: MemoryOptions.remotePlaces)
    func sweep(_ place: MemoryOptions) throws {
        var r = SeededGenerator("sweep")
        let old = r.bytes(80_000)
        let new = Array(old[..<40_000]) + r.bytes(300) + old[40_000...]
        let calls = FaultPlan()
        _ = try RemoteScene(old, in: place, memory).update(to: new, memory, faults: calls)
        #expect(calls.count(of: .copy) > 0)
        for call in EndpointCall.allCases where calls.count(of: call) > 0 {
            for effect: Fault.Effect in [.fail(.serverFailure), .fail(.notFound), .loseReply(.unreachable)] {
                for nth in 1...min(3, calls.count(of: call)) {
                    let scene = try RemoteScene(old, in: place, memory)
                    let plan = FaultPlan([Fault(effect, at: call, nth: nth)])
                    let run = try scene.update(to: new, memory, faults: plan)
                    let content = try scene.content
                    #expect(content == new || content == old, "\(effect) at \(call) \(nth)")
                    #expect(run.status != .success || content == new, "\(effect) at \(call) \(nth)")
                    #expect(scene.destination.store.stagedFiles == 0)
                }
            }
        }
    }
}
