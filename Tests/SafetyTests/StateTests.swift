import Glibc
import Harness
import Testing

/// What runs remember, seen from outside: it helps, and whatever becomes of it, the work goes on.
@Suite struct StateTests {
    /// A sandbox with a state of its own.
    private final class Box {
        let box = Sandbox()

        var home: String { box.path + "/home" }
        var database: String { home + "/.local/state/ferry/state.sqlite" }
        var environment: [String: String] { ["HOME": home] }

        init() {
            mkdir(home, 0o755)
            box.write("content", to: box.source + "/f")
            box.write("other", to: box.source + "/g")
        }

        func sync(_ options: [String] = [], command: String = "sync", environment: [String: String]? = nil)
            -> Program.Outcome
        {
            Program.ferry.run(
                [command] + options + [box.source + "/", box.destination + "/"], in: box.path,
                environment: environment ?? self.environment)
        }

        /// Another content of equal size under the same name, with the time that it has.
        func tamper() { box.write("CONTENT", to: box.destination + "/f") }

        func isMended() -> Bool { box.read(box.destination + "/f") == "content" }
    }

    @Test func aDestinationChangedBehindTheBackIsMended() {
        let box = Box()
        expectSuccess(box.sync())
        box.tamper()
        expectSuccess(box.sync(["--no-state"]))
        #expect(!box.isMended())
        let run = box.sync(["-i"])
        expectSuccess(run)
        #expect(box.isMended())
        #expect(run.outputText.hasPrefix(">fc........ f\n"), "\(run.outputText)")
        #expect(!run.outputText.contains(" g\n"))
    }

    @Test func placesAreKnownByOtherNames() {
        let box = Box()
        expectSuccess(box.sync())
        box.tamper()
        symlink(box.box.source, box.box.path + "/link")
        let place = box.box.destination + "/../" + box.box.destination.split(separator: "/").last! + "/./"
        expectSuccess(
            Program.ferry.run(
                ["sync", box.box.path + "/link/", place], in: box.box.path, environment: box.environment))
        #expect(box.isMended())
    }

    @Test func theRsyncPresetKeepsNoState() {
        let box = Box()
        expectSuccess(box.sync(["-a"], command: "rsync"))
        expectSuccess(box.sync(["--no-state"]))
        expectSuccess(box.sync(environment: [:]))
        #expect(box.box.names(in: box.home) == [])
    }

    @Test func theStateIsWhereXDGSaysAndNobodyElseReadsIt() {
        let box = Box()
        expectSuccess(box.sync(environment: ["HOME": box.home, "XDG_STATE_HOME": box.box.path + "/elsewhere"]))
        #expect(box.box.names(in: box.home) == [])
        var status = stat()
        #expect(stat(box.box.path + "/elsewhere/ferry/state.sqlite", &status) == 0)
        #expect(stat(box.box.path + "/elsewhere/ferry", &status) == 0 && status.st_mode & 0o077 == 0)
    }

    @Test func damagedStateIsOneWarning() {
        let box = Box()
        expectSuccess(box.sync())
        box.box.write(String(repeating: "garbage ", count: 2000), to: box.database)
        let run = box.sync()
        #expect(run.status == 0)
        #expect(run.errorText.split(separator: "\n").count == 1, "\(run.errorText)")
        #expect(run.errorText.contains("was damaged"), "\(run.errorText)")
        expectSuccess(box.sync())
        box.tamper()
        expectSuccess(box.sync())
        #expect(box.isMended())
    }

    @Test func whereThereIsNoPlaceForItTheWorkGoesOn() {
        let box = Box()
        box.box.write("a file", to: box.home + "/.local")
        let run = box.sync()
        #expect(run.status == 0)
        #expect(run.errorText.split(separator: "\n").count == 1, "\(run.errorText)")
        #expect(run.errorText.contains("going on without state"), "\(run.errorText)")
        #expect(box.isMended())
    }

    /// - Parameter size: What the file system of the state holds: nothing, an empty database, some of the records.
    @Test(arguments: ["size=4k", "size=24k", "size=80k", "ro"]) func fullOrReadOnlyDisk(_ limit: String) {
        let box = Box()
        for number in 0..<1000 { box.box.write("\(number)", to: box.box.source + "/many-\(number % 100)-\(number)") }
        let script = """
            mount -t tmpfs -o \(limit) tmpfs home
            for run in 1 2; do \(Program.ferry.path) sync src/ dst/; echo $?; done
            """
        let run = Program("unshare", leading: ["--map-root-user", "--mount", "sh", "-euc"])
            .run([script], in: box.box.path, environment: box.environment)
        #expect(run.outputText == "0\n0\n")
        #expect(run.errorText.split(separator: "\n").count <= 2, "\(run.errorText)")
        #expect(box.box.names(in: box.box.destination).count == 1002)
    }

    @Test func manyRunsShareOneState() {
        let box = Box()
        for number in 0..<200 { box.box.write("\(number)", to: box.box.source + "/\(number)") }
        let together = Program("xargs", leading: ["-P6", "-I{}", Program.ferry.path, "sync", "src/", "dst{}/"])
        for _ in 0..<3 {
            let run = together.run(
                [], in: box.box.path, environment: box.environment, input: Array("1\n2\n3\n4\n5\n6\n".utf8))
            expectSuccess(run)
            #expect(run.outputText + run.errorText == "")
        }
        for number in 1...6 {
            box.box.write("CONTENT", to: box.box.path + "/dst\(number)/f")
            let again = Program.ferry.run(
                ["sync", "src/", "dst\(number)/"], in: box.box.path, environment: box.environment)
            expectSuccess(again)
        }
        let shown = Program.ferry.run(["state", "show"], environment: box.environment)
        #expect(shown.status == 0)
        #expect(shown.outputText.contains("last runs: 6 between locations"), "\(shown.outputText)")
        for number in 1...6 { #expect(box.box.read(box.box.path + "/dst\(number)/f") == "content") }
    }

    /// A run that is killed while it writes its state leaves one that the next can use.
    @Test func killedWhileWriting() {
        for nth in 1...20 {
            let box = Box()
            let arguments = ["sync", box.box.source + "/", box.box.destination + "/"]
            let traced = ["-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64,fdatasync,ftruncate,unlink"]
            let run = Program("strace").run(
                traced + ["-P", box.database, "-P", box.database + "-wal", "-P", box.database + "-shm"]
                    + ["-e", "inject=pwrite64,fdatasync,ftruncate,unlink:signal=KILL:when=\(nth)"]
                    + [Program.ferry.path] + arguments,
                environment: box.environment)
            let next = Program.ferry.run(arguments, environment: box.environment)
            expectSuccess(next)
            box.tamper()
            expectSuccess(Program.ferry.run(arguments, environment: box.environment))
            #expect(box.isMended(), "killed at step \(nth)")
            if run.status == 0 { return }
        }
    }

    @Test func clearedStateIsForgotten() {
        let box = Box()
        expectSuccess(box.sync())
        expectSuccess(Program.ferry.run(["state", "clear", "hashes"], environment: box.environment))
        #expect(
            Program.ferry.run(["state", "show"], environment: box.environment).outputText.contains("last runs: 1 "))
        expectSuccess(Program.ferry.run(["state", "clear"], environment: box.environment))
        #expect(
            Program.ferry.run(["state", "show"], environment: box.environment).outputText.contains("last runs: 0 "))
        box.tamper()
        expectSuccess(box.sync())
        #expect(!box.isMended())
    }

    @Test(arguments: [[], ["list"], ["clear", "everything"], ["show", "me"]])
    func wordsThatMeanNothing(_ words: [String]) {
        #expect(Program.ferry.run(["state"] + words).status == 1)
    }
}
