import FerryCore
import FerryEndpoints
import FerrySync
import Synchronization
import Testing

/// What arrives damaged is sent once more, then given up; the old file stays.
@Suite struct VerificationTests {
    @Test(arguments: [WritingOptions.VerificationPolicy.readback, .strict])
    func damagedOnce(_ policy: WritingOptions.VerificationPolicy) throws {
        let (scene, run) = try sync(policy, flips: 1)
        #expect(run.status == .success)
        #expect(try scene.destination.model() == scene.wanted)
        #expect(run.result.statistics.verified[.readBack] == run.result.statistics.filesTransferred)
    }

    @Test func damagedTwice() throws {
        let (scene, run) = try sync(.readback, flips: 2)
        #expect(run.status == .partial)
        #expect(run.log.errors.map(\.code) == [.corrupted])
        #expect(try scene.destination.model()["changed"] == scene.old["changed"])
        #expect(try scene.destination.model()["dir/new"] == scene.wanted["dir/new"])
        #expect(try scene.violations(run) == [])
    }

    private func sync(_ policy: WritingOptions.VerificationPolicy, flips: Int) throws -> (Scene, RunOutcome) {
        let scene = try Scene.ordinary()
        let plan = FaultPlan([Fault(.flipBit(2), at: .write, of: "changed", times: flips)])
        var options = SyncOptions.mirroring
        options.writing.verification = policy
        return (scene, FerrySyncTests.sync(scene.source, to: FaultyEndpoint(scene.destination, plan), options))
    }

    @Test func sourceFilesAreRemovedOnlyWhenConfirmed() throws {
        let scene = try Scene.ordinary()
        let plan = FaultPlan([Fault(.flipBit(2), at: .write, of: "changed", times: 2)])
        var options = SyncOptions.mirroring
        options.writing.removesSourceFiles = true
        let run = FerrySyncTests.sync(scene.source, to: FaultyEndpoint(scene.destination, plan), options)
        #expect(run.status == .partial)
        let left = try scene.source.model()
        #expect(left.nodes.filter { !$0.value.isDirectory }.map(\.key) == ["changed"])
        #expect(left["changed"] == scene.wanted["changed"])
    }

    /// The content was proven before the file got its name, which a server may only say that it did.
    @Test func sourceFilesAreNotRemovedWhenAnotherFileHasTheName() throws {
        var place = MemoryOptions()
        place.capabilities.cheapReads = false
        place.capabilities.digestsStaged = true
        let scene = try Scene(wanted: ["a": .file("new text", at: 2000)], old: ["a": .file("old")], in: place)
        let destination = scene.destination
        let path = try RelativePath(validating: "a")
        let isCommitted = Atomic(false)
        let plan = FaultPlan(observer: { call, _ in
            if call == .commit { isCommitted.store(true, ordering: .relaxed) }
            guard call == .look, isCommitted.load(ordering: .relaxed) else { return }
            try? destination.write(Array("old".utf8), to: path, metadata: Metadata(modified: Timestamp(seconds: 1000)))
        })
        var options = SyncOptions()
        options.writing.removesSourceFiles = true
        let run = FerrySyncTests.sync(scene.source, to: FaultyEndpoint(destination, plan), options)
        #expect(run.status == .partial)
        #expect(try scene.source.model() == scene.wanted)
    }

    @Test func aFileIsNotRemovedForBeingItsOwnCopy() throws {
        let scene = try Scene.ordinary()
        var options = SyncOptions()
        options.writing.removesSourceFiles = true
        let run = FerrySyncTests.sync(scene.source, to: scene.source, options)
        #expect(run.status == .partial)
        #expect(try scene.source.model() == scene.wanted)
    }

    // MARK: Levels

    /// What a place can do, and how content is known there by each policy.
    enum Place: CaseIterable {
        /// Like a disk.
        case local
        /// A program there hashes what is staged, and reading it back is dear.
        case hashing
        /// Nothing can be read before it has its name, and nothing is told.
        case closed

        var options: MemoryOptions {
            switch self {
            case .local: return MemoryOptions(pageSize: 3)
            case .hashing: return .remote
            case .closed:
                var options = MemoryOptions(pageSize: 3)
                options.capabilities.cheapReads = false
                options.capabilities.composition = .parts(minimum: 5000, maximum: 40_000, count: 500)
                return options
            }
        }

        /// `auto` for files that are worth the question.
        func level(_ policy: WritingOptions.VerificationPolicy) -> VerificationLevel {
            switch policy {
            case .auto: self == .hashing ? .storeDigest : .sizeAndTime
            case .none: .unconfirmed
            case .readback: .readBack
            case .strict: self == .hashing ? .storeDigest : .readBack
            }
        }
    }

    @Test(arguments: Place.allCases, WritingOptions.VerificationPolicy.allCases)
    func levels(_ place: Place, _ policy: WritingOptions.VerificationPolicy) throws {
        for flips in 0...2 {
            let scene = try Scene.ordinary(place.options)
            var options = SyncOptions.mirroring
            options.writing.verification = policy
            options.writing.digestMinimum = 0
            let plan = FaultPlan([Fault(.flipBit(2), at: .write, of: "changed", times: flips)])
            let run = FerrySyncTests.sync(scene.source, to: FaultyEndpoint(scene.destination, plan), options)
            let level = place.level(policy)
            let notices = level <= .readBack
            #expect(run.status == (notices && flips == 2 ? .partial : .success), "\(flips): \(run.log.errors)")
            let expected = [level: run.result.statistics.filesTransferred]
            #expect(run.result.statistics.verified.filter { $0.value > 0 } == expected, "\(flips)")
            let changed = try scene.destination.model()["changed"]?.content
            if notices && flips == 2 {
                #expect(run.log.errors.map(\.code) == [.corrupted])
                // Where nothing could be read before, the old file is gone.
                if place != .closed { #expect(changed == scene.old["changed"]?.content) }
            } else {
                #expect((changed == scene.wanted["changed"]?.content) == (notices || flips == 0))
            }
        }
    }

    @Test("small files are not asked about")
    func smallFiles() throws {
        let scene = try Scene.ordinary(.remote)
        let run = FerrySyncTests.sync(scene.source, to: scene.destination, .mirroring)
        #expect(run.result.statistics.verified[.sizeAndTime] == run.result.statistics.filesTransferred)
    }

    @Test("source files are removed where their content was proven, by whatever means", arguments: Place.allCases)
    func removalAnywhere(_ place: Place) throws {
        for flips in [0, 2] {
            let scene = try Scene.ordinary(place.options)
            var options = SyncOptions.mirroring
            options.writing.removesSourceFiles = true
            let plan = FaultPlan([Fault(.flipBit(2), at: .write, of: "changed", times: flips)])
            let run = FerrySyncTests.sync(scene.source, to: FaultyEndpoint(scene.destination, plan), options)
            #expect(run.status == (flips == 0 ? .success : .partial), "\(run.log.errors)")
            let left = try scene.source.model().nodes.filter { !$0.value.isDirectory }.map(\.key)
            #expect(left == (flips == 0 ? [] : ["changed"]))
        }
    }
}
