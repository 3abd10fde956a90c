internal import FerryCore
internal import FerryState
internal import Glibc
internal import Harness
internal import Testing

final class ResumeStoreTests {
    private let directory = TemporaryDirectory()
    private let warnings = Warnings()
    private let path = Sample.path("d/f")
    private let unfinished = UnfinishedTransfer(
        source: EntryStamp(Sample.file()), token: [0, 1, 255], length: 1 << 40, prefix: Sample.digest(1, .xxh128))

    private func store(_ owner: ProcessOwner) -> ResumeStore {
        ResumeStore(warnings.store(in: directory), owner: owner)
    }

    private func owner(host: [UInt8]? = nil, boot: [UInt8]? = nil, process: Int64? = nil) -> ProcessOwner {
        let current = ProcessOwner.current
        return ProcessOwner(
            host: host ?? current.host, boot: boot ?? current.boot, process: process ?? current.process)
    }

    /// Linux's largest process number is one more (PID_MAX_LIMIT), and few machines use half of them.
    private static let noProcess: Int64 = 1 << 22 - 1

    @Test func theDeadLeaveTheirTransfersToTheLiving() {
        for dead in [owner(process: Self.noProcess), owner(boot: Array("an earlier start".utf8), process: 1)] {
            store(dead).remember(unfinished, to: path, at: "x")
            #expect(store(.current).claim(path, at: "y") == nil)
            #expect(store(.current).claim(Sample.path("d/g"), at: "x") == nil)
            #expect(store(.current).claim(path, at: "x") == unfinished)
            #expect(store(.current).claim(path, at: "x") == unfinished)
        }
    }

    /// A later process of the same number, and a dead one that nobody has asked how it ended.
    @Test func aNumberAloneIsNoProcess() throws {
        let current = ProcessOwner.current
        #expect(current.started > 0 && !current.isDead)
        let earlier = ProcessOwner(
            host: current.host, boot: current.boot, process: current.process, started: current.started - 1)
        #expect(earlier.isDead)
        store(earlier).remember(unfinished, to: path, at: "x")
        #expect(store(.current).claim(path, at: "x") == unfinished)
        // As earlier versions remember it.
        #expect(!owner().isDead)

        var child = pid_t()
        let words = [strdup("true"), nil]
        defer { free(words[0]) }
        #expect(posix_spawnp(&child, "true", nil, nil, words, environ) == 0)
        defer { waitpid(child, nil, 0) }
        var information = siginfo_t()
        waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT)
        #expect(kill(child, 0) == 0 && owner(process: Int64(child)).isDead)
    }

    @Test func theLivingKeepTheirs() {
        let init1 = owner(process: 1)
        store(init1).remember(unfinished, to: path, at: "x")
        #expect(store(.current).claim(path, at: "x") == nil)
        store(owner(host: Array("another".utf8), process: Self.noProcess)).remember(unfinished, to: path, at: "x")
        #expect(store(.current).claim(path, at: "x") == nil)
    }

    @Test func whatIsFinishedIsForgotten() {
        store(.current).remember(unfinished, to: path, at: "x")
        #expect(!store(.current).isEmpty)
        store(.current).forget(path, at: "x")
        #expect(store(.current).isEmpty)
        #expect(store(.current).claim(path, at: "x") == nil)
        #expect(warnings.all.isEmpty)
    }

    @Test func aLaterCheckpointTakesThePlaceOfAnEarlierOne() {
        var later = unfinished
        later.length += 1
        store(.current).remember(unfinished, to: path, at: "x")
        store(.current).remember(later, to: path, at: "x")
        #expect(store(.current).claim(path, at: "x") == later)
        #expect(warnings.store(in: directory).summary()?.unfinished == 1)
    }
}
