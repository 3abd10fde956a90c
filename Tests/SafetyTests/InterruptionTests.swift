import Glibc
import Harness
import Testing

/// Runs that are ended from outside at every step and at random moments, and what the next one finds.
@Suite struct InterruptionTests {
    /// The system calls that change something, and those that come between.
    static let calls = [
        "openat", "openat2", "getdents64", "pwrite64", "copy_file_range", "fchmod", "utimensat", "linkat", "renameat",
        "renameat2", "unlinkat", "mkdirat", "fdatasync", "fsync", "syncfs",
    ]
    /// More of one kind show nothing new.
    private static let most = 25

    @Test(arguments: calls) func killedAtEachStep(_ call: String) {
        for nth in 1...Self.most {
            let mirror = Mirror()
            let run = Tampering(call: call, effect: "signal=KILL", nth: nth).run(mirror.arguments)
            if run.status == 0 { return }
            #expect(run.status == 128 + SIGKILL, "\(call) \(nth): \(run.errorText)")
            #expect(mirror.violations() == [], "killed at \(call) \(nth)")
            expectSuccess(Program.ferry.run(mirror.arguments))
            #expect(mirror.differences() == [], "after being killed at \(call) \(nth)")
        }
    }

    @Test(arguments: [[], ["--delay-updates"], ["--fsync=none", "--parallel=3"]])
    func killedAtRandomMoments(_ options: [String]) {
        var generator = SeededGenerator(seed: RandomTests.seed)
        var killed = 0
        for _ in 0..<RandomTests.iterations(default: 40) {
            let mirror = Mirror()
            let moment = Int.random(in: 1...40_000, using: &generator)
            let seconds = "0." + String(repeating: "0", count: 6 - "\(moment)".count) + "\(moment)"
            let run = Program("timeout").run(
                ["--signal=KILL", seconds, Program.ferry.path] + mirror.arguments + options)
            if run.status == 128 + SIGKILL { killed += 1 }
            #expect(mirror.violations() == [], "killed after \(seconds) s, seed \(RandomTests.seed)")
            expectSuccess(Program.ferry.run(mirror.arguments + options))
            #expect(mirror.differences() == [], "after being killed after \(seconds) s")
        }
        #expect(killed > 0, "every run had ended before its moment came")
    }

    @Test(arguments: ["INT", "TERM", "HUP"], ["getdents64", "openat2", "linkat", "renameat", "unlinkat"])
    func aSignalEndsInGoodOrder(_ name: String, _ call: String) {
        for nth in [1, 3] {
            let mirror = Mirror()
            let run = Tampering(call: call, effect: "signal=\(name)", nth: nth).run(mirror.arguments)
            if run.status == 0 { return }
            #expect(run.status == 20, "\(call) \(nth)")
            #expect(run.errorText.split(separator: "\n").count <= 1, "\(run.errorText)")
            #expect(mirror.violations() == [], "\(call) \(nth)")
            #expect(mirror.box.litter() == [], "\(call) \(nth)")
        }
    }

    @Test func leftoversOfTheDeadAreRemoved() {
        let box = Sandbox()
        box.write("x", to: box.source + "/f")
        box.write("half", to: box.destination + "/.f.ferry-AbCd12")
        _ = Program("touch").run(["--date=@1000", box.source])
        expectSuccess(box.sync())
        #expect(box.names(in: box.destination) == ["f"])
    }

    @Test func stagedFilesOfTheLivingStay() {
        let box = Sandbox()
        box.write("x", to: box.source + "/f")
        let staged = box.destination + "/.f.ferry-AbCd12"
        box.write("half", to: staged)
        let file = open(staged, O_RDONLY)
        defer { close(file) }
        flock(file, LOCK_EX)
        _ = Program("touch").run(["--date=@1000", box.source])
        expectSuccess(box.sync(["--delete"]))
        #expect(box.names(in: box.destination) == [".f.ferry-AbCd12", "f"])
    }
}
