import Glibc
import Harness
import Testing

/// What killed runs left where no listing shows it: where delayed updates wait, and in the directory of `--temp-dir`. Where
/// nobody tells whether a writer lives, only what is a day old goes.
@Suite struct HiddenLeftoverTests {
    private static let ways: [SSHWay?] = [nil, .inside, .agent, .scp]

    private func run(_ script: String, in directory: String) -> [Substring] {
        let made = Program("sh").run(["-ec", script], in: directory)
        precondition(made.status == 0, made.errorText)
        return made.outputText.split(separator: "\n")
    }

    private func makeTree(in directory: borrowing TemporaryDirectory, litter: String) {
        _ = run(
            """
            mkdir -p src/sub there/sub tmp; echo x > src/sub/f; cp -p src/sub/f there/sub/f
            mkdir -p \(litter); cd \(litter)
            for name in .f.ferry-AbCd12 .f.ferry-Young1 .f.ferry-AbCd1 other; do echo half > $name; done
            touch -d '2 days ago' .f.ferry-AbCd12 .f.ferry-AbCd1 other
            """, in: directory.path)
    }

    private func sync(_ way: SSHWay?, _ directory: String, _ more: [String]) {
        let to = "\(directory)/there"
        let words = ["sync", "--no-state"] + (way?.options ?? []) + more
        let outcome = Program.ferry.run(
            words + ["\(directory)/src/", way?.place(to) ?? to], environment: way?.environment ?? [:])
        #expect(outcome.status == 0 && outcome.errorText == "", "\(outcome.errorText)")
    }

    /// What is not ours stays, and the directory with it.
    @Test(arguments: ways) func whereUpdatesWait(_ way: SSHWay?) {
        let directory = TemporaryDirectory()
        makeTree(in: directory, litter: "there/sub/.~tmp~")
        sync(way, directory.path, ["--delay-updates"])
        let isTold = way == .inside || way == .scp
        let names = run("ls -A there/sub/.~tmp~", in: directory.path)
        #expect(names == [".f.ferry-AbCd1"] + (isTold ? [".f.ferry-Young1"] : []) + ["other"])
    }

    /// Also by a run that finds nothing else to do, and keeps the time of the directory.
    @Test(arguments: [SSHWay.inside, .scp]) func anEmptyPlaceGoes(_ way: SSHWay) {
        let directory = TemporaryDirectory()
        makeTree(in: directory, litter: "there/sub/.~tmp~")
        sync(way, directory.path, ["--delay-updates"])
        _ = run(
            "cd there/sub/.~tmp~; rm .f.ferry-AbCd1 other; touch -d '2 days ago' .f.ferry-Young1",
            in: directory.path)
        sync(way, directory.path, ["--delay-updates"])
        #expect(run("ls -A there/sub", in: directory.path) == ["f"])
        let times = run("stat -c %Y src/sub there/sub", in: directory.path)
        #expect(times[0] == times[1])
        sync(way, directory.path, [])
    }

    /// Who does not delay updates has nothing to do with them.
    @Test(arguments: ways) func withoutDelayedUpdates(_ way: SSHWay?) {
        let directory = TemporaryDirectory()
        makeTree(in: directory, litter: "there/sub/.~tmp~")
        sync(way, directory.path, ["--exclude=.~tmp~"])
        #expect(run("ls -A there/sub/.~tmp~", in: directory.path).count == 4)
    }

    @Test(arguments: ways) func temporaryDirectories(_ way: SSHWay?) {
        let directory = TemporaryDirectory()
        makeTree(in: directory, litter: "tmp")
        sync(way, directory.path, ["--temp-dir=\(directory.path)/tmp"])
        let isTold = way == .inside || way == .scp
        let names = run("ls -A tmp", in: directory.path)
        #expect(names == [".f.ferry-AbCd1"] + (isTold ? [".f.ferry-Young1"] : []) + ["other"])
    }
}
