import FerryCore
import FerryEndpoints
import Harness
import Testing

@testable import FerrySync

/// `--no-whole-file`: files are composed of their old versions and what these lack.
@Suite("Delta transfers")
struct DeltaTransferTests {
    static let methods: [WritingOptions.Method] = [.staged, .inPlace]

    @Test("any new version of any old one", arguments: methods, [false, true])
    func anyVersions(_ method: WritingOptions.Method, _ sparse: Bool) throws {
        for iteration in 0..<RandomTests.iterations(default: 40) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            var r = SeededGenerator(seed: seed)
            let old = r.content()
            let new = r.variant(of: r.chance(90) ? old : r.content())
            var options = SyncOptions.composing(method)
            options.writing.sparse = sparse
            options.writing.blockSize = r.pick([nil, 1, 128, 700])
            let scene = try Scene(old: old, new: new)
            let run = sync(scene.source, to: scene.destination, options)
            #expect(run.status == .success, "seed \(seed): \(run.log.errors)")
            #expect(try scene.destination.model() == scene.wanted, "seed \(seed)")
            let statistics = run.result.statistics
            #expect(statistics.literalBytes + statistics.matchedBytes == Int64(new.count), "seed \(seed)")
            #expect(statistics.verified[.readBack] == (new.isEmpty || old.isEmpty ? nil : 1), "seed \(seed)")
        }
    }

    @Test("only what is new is sent", arguments: methods)
    func sendsLittle(_ method: WritingOptions.Method) throws {
        var r = SeededGenerator("little")
        let old = r.bytes(200_000)
        let new = Array(old[..<70_000]) + r.bytes(500) + old[70_000...]
        let scene = try Scene(old: old, new: new)
        let run = sync(scene.source, to: scene.destination, .composing(method))
        #expect(run.result.statistics.literalBytes < 3000)
        #expect(try scene.destination.model() == scene.wanted)
    }

    @Test("copies that overwrite each other's origins", arguments: [1, 128, 5000, 60_000])
    func circles(distance: Int) throws {
        var r = SeededGenerator("circles")
        let old = r.bytes(120_000)
        for new in [Array(old[distance...] + old[..<distance]), Array(old[60_000...] + old[..<60_000])] {
            let scene = try Scene(old: old, new: new)
            let run = sync(scene.source, to: scene.destination, .composing(.inPlace))
            #expect(try scene.destination.model() == scene.wanted)
            let statistics = run.result.statistics
            #expect(statistics.literalBytes + statistics.matchedBytes == 120_000)
            #expect(statistics.matchedBytes >= 55_000)
        }
    }

    @Test("whole files are sent unless deltas are asked for, and where nothing can be composed")
    func wholeFiles() throws {
        var r = SeededGenerator("whole")
        let old = r.bytes(50_000)
        for (wholeFile, place) in [(nil, MemoryOptions()), (true, MemoryOptions()), (false, .sequential)] {
            let scene = try Scene(old: old, new: old + [1], in: place)
            var options = SyncOptions()
            options.writing.wholeFile = wholeFile
            let run = sync(scene.source, to: scene.destination, options)
            #expect(run.status == .success)
            #expect(run.result.statistics.matchedBytes == 0)
            #expect(try scene.destination.model()["f"]?.content == old + [1])
        }
    }

    @Test("where copies are no cheaper, what passes is written, and only what is new counts", arguments: [false, true])
    func writesWhatPasses(sparse: Bool) throws {
        for iteration in 0..<RandomTests.iterations(default: 20) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            var r = SeededGenerator(seed: seed)
            let old = r.bytes(100_000)
            let new = r.variant(of: old)
            var place = MemoryOptions()
            place.capabilities.copiesByteByByte = true
            let scene = try Scene(old: old, new: new, in: place)
            var options = SyncOptions.composing(.staged)
            options.writing.sparse = sparse
            let plan = FaultPlan()
            let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), options)
            #expect(run.status == .success, "seed \(seed): \(run.log.errors)")
            #expect(try scene.destination.model() == scene.wanted, "seed \(seed)")
            let statistics = run.result.statistics
            #expect(statistics.literalBytes + statistics.matchedBytes == Int64(new.count), "seed \(seed)")
            // Holes are left in the way that all destinations have.
            if !sparse { #expect(plan.count(of: .copy) + plan.count(of: .readBack) == 0, "seed \(seed)") }
        }
    }

    @Test("a write that fails while the source is scanned leaves the old file", arguments: [EndpointError.Code.noSpace])
    func failingWrite(code: EndpointError.Code) throws {
        var r = SeededGenerator("failing write")
        let old = r.bytes(100_000)
        var place = MemoryOptions()
        place.capabilities.copiesByteByByte = true
        let scene = try Scene(old: old, new: old + [1], in: place)
        let plan = FaultPlan([Fault(.fail(code), at: .write, of: "f", times: 100)])
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), .composing(.staged))
        #expect(run.log.errors.map(\.code) == [code])
        #expect(try scene.destination.model() == scene.old)
    }

    // MARK: What goes wrong

    @Test("an old file that changes meanwhile is not used", arguments: methods, [1, 2, 3, 4, 5])
    func changingBasis(_ method: WritingOptions.Method, _ nth: Int) throws {
        let scene = try Scene.edited()
        let plan = FaultPlan([Fault(.change(.grow), at: .openReader, of: "f", nth: nth)])
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), .composing(method))
        #expect(run.status == .success)
        #expect(try scene.destination.model()["f"]?.content == scene.wanted["f"]?.content)
    }

    @Test("a source that changes while it is scanned is read again", arguments: methods, [Fault.Change.grow, .shrink])
    func changingSource(_ method: WritingOptions.Method, _ change: Fault.Change) throws {
        let scene = try Scene.edited()
        let plan = FaultPlan([Fault(.change(change), at: .read, of: "f")])
        let run = sync(FaultyEndpoint(scene.source, plan), to: scene.destination, .composing(method))
        #expect(run.status == .success)
        #expect(try scene.destination.model()["f"]?.content == scene.source.model()["f"]?.content)
    }

    @Test("a source that always changes leaves the old file", arguments: [Fault.Change.grow, .shrink])
    func alwaysChangingSource(_ change: Fault.Change) throws {
        let scene = try Scene.edited()
        let plan = FaultPlan([Fault(.change(change), at: .read, of: "f", times: 1000)])
        let run = sync(FaultyEndpoint(scene.source, plan), to: scene.destination, .composing(.staged))
        #expect(run.log.errors.map(\.code) == [.changedDuringTransfer])
        #expect(try scene.destination.model() == scene.old)
    }

    @Test("what was written wrongly is noticed, and sent again whole", arguments: methods)
    func flippedBits(_ method: WritingOptions.Method) throws {
        let scene = try Scene.edited()
        let plan = FaultPlan([Fault(.flipBit(0), at: .write, of: "f")])
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), .composing(method))
        #expect(run.status == .success)
        #expect(try scene.destination.model() == scene.wanted)
        #expect(run.result.statistics.matchedBytes == 0)
        #expect(plan.count(of: .stage) == 2)
    }

    @Test("an old file that cannot be read is no basis, and no error")
    func unreadableBasis() throws {
        let scene = try Scene.edited()
        let plan = FaultPlan([Fault(.fail(.permissionDenied), at: .openReader, of: "f")])
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), .composing(.staged))
        #expect(run.status == .success)
        #expect(run.result.statistics.matchedBytes == 0)
        #expect(try scene.destination.model() == scene.wanted)
    }

    @Test("every call fails once, in every way", arguments: EndpointCall.allCases)
    func sweep(_ call: EndpointCall) throws {
        let effects: [Fault.Effect] = [
            .fail(.serverFailure), .fail(.notFound), .loseReply(.unreachable), .cutWrite(3), .shortRead(100), .truncate,
        ]
        let plan = FaultPlan()
        let scene = try Scene.edited()
        sync(FaultyEndpoint(scene.source, plan), to: FaultyEndpoint(scene.destination, plan), .composing(.staged))
        for effect in effects {
            for nth in stride(from: 1, through: plan.count(of: call), by: 1) {
                let scene = try Scene.edited()
                let plan = FaultPlan([Fault(effect, at: call, nth: nth)])
                let run = sync(
                    FaultyEndpoint(scene.source, plan), to: FaultyEndpoint(scene.destination, plan),
                    .composing(.staged))
                #expect(try scene.violations(run) == [], "\(effect) at call \(nth)")
            }
        }
    }

    // MARK: Partial files

    @Test("what an earlier run kept is what the next one goes on from")
    func partialBasis() throws {
        var r = SeededGenerator("partial")
        let new = r.bytes(100_000)
        let scene = try Scene(old: r.bytes(90_000), new: new)
        try scene.destination.createDirectory(at: ".part", metadata: Metadata(permissions: 0o700))
        try scene.destination.write(Array(new[..<60_000]), to: ".part/f")
        var options = SyncOptions.composing(.staged)
        options.writing.partial = .directory(RelativePath(unchecked: Array(".part".utf8)))
        let run = sync(scene.source, to: scene.destination, options)
        #expect(run.result.statistics.matchedBytes >= 58_000)
        #expect(try scene.destination.model() == scene.wanted)
    }

    /// The first literal comes after a copy: a beginning that holds nothing new is not worth an old file.
    @Test("only new bytes are worth keeping", arguments: [(1, false), (2, true)])
    func keptPartial(failingWrite: Int, isKept: Bool) throws {
        var r = SeededGenerator("kept")
        let old = r.bytes(50_000)
        let new = Array(old[..<20_000]) + r.bytes(5) + old[20_000..<40_000] + r.bytes(5) + old[40_000...]
        let scene = try Scene(old: old, new: new)
        let plan = FaultPlan([Fault(.fail(.noSpace), at: .write, of: "f", nth: failingWrite)])
        var options = SyncOptions.composing(.staged)
        options.writing.partial = .directory(RelativePath(unchecked: Array(".part".utf8)))
        let run = sync(scene.source, to: FaultyEndpoint(scene.destination, plan), options)
        #expect(run.status == .partial)
        #expect(try scene.destination.model()["f"] == scene.old["f"])
        let kept = try scene.destination.model()[".part/f"]?.content
        #expect((kept != nil) == isKept)
        if let kept { #expect(kept.count > 20_000 && new.starts(with: kept)) }
    }
}

extension SyncOptions {
    static func composing(_ method: WritingOptions.Method) -> SyncOptions {
        var options = SyncOptions()
        options.writing.method = method
        options.writing.wholeFile = false
        options.comparison.ignoresTimes = true
        return options
    }
}

extension Scene {
    fileprivate init(old: [UInt8], new: [UInt8], in place: MemoryOptions = MemoryOptions()) throws {
        func file(_ content: [UInt8], at seconds: Int64) -> TreeModel.Node {
            TreeModel.Node(
                kind: .file, content: content, permissions: 0o644, modified: Timestamp(seconds: seconds))
        }
        try self.init(wanted: ["f": file(new, at: 2000)], old: ["f": file(old, at: 1000)], in: place)
    }

    fileprivate static func edited() throws -> Scene {
        var r = SeededGenerator("edited")
        let old = r.bytes(40_000)
        return try Scene(old: old, new: Array(old[..<10_000]) + r.bytes(300) + old[9000...])
    }
}

extension SeededGenerator {
    /// Content of one of the kinds that signatures treat differently.
    fileprivate mutating func content() -> [UInt8] {
        let size = pick([1, 100, 500, 3000, 20_000])
        return switch below(4) {
        case 0: sparse(size, flags: 3)
        case 1: periodic(pick([1, 3, 100]), size)
        case 2: text(size)
        default: bytes(size)
        }
    }
}
