import Harness
import Testing

/// The wire ends at every kind of message, in place of it or within its answer: the run connects again, and nothing is lost,
/// wrong or left behind, staged files of the broken connection included. The next run finds times of directories to set, if
/// anything.
@Suite struct CutMessageTests {
    /// Requests that a run of SFTP makes in one direction, or in both.
    private static let always = ["lstat", "opendir", "readdir", "close", "readlink"]
    private static let upwards = [
        "open", "write", "fstat", "fsetstat", "mkdir", "setstat", "remove", "rmdir", "symlink", "posix-rename", "fsync",
    ]
    private static let downwards = ["open", "read", "fstat"]

    private func cut(_ direction: String, _ kind: String, _ number: Int, up: Bool, agent: Bool, mustHappen: Bool = true)
    {
        let trees = TamperedTrees()
        let wire = TamperedWire("cut:\(direction):\(kind):\(number)", agent: agent)
        let outcome = trees.sync(wire, up: up, ["--no-state"])
        let isCut = wire.wasCut
        #expect(isCut || !mustHappen, "no such message")
        #expect(outcome.status == 0, "\(outcome.errorText)")
        expectNothingLeft(trees, outcome, up: up)
    }

    private func expectNothingLeft(_ trees: borrowing TamperedTrees, _ outcome: Program.Outcome, up: Bool) {
        #expect(trees.leftovers == "", "\(outcome.errorText)")
        #expect(trees.differenceOfContent == "", "\(outcome.errorText)")
        let next = trees.sync(TamperedWire("honest"), up: up, ["--no-state"])
        #expect(next.status == 0 && trees.difference == "", "\(next.errorText)")
    }

    /// Where the greeting breaks nobody knows yet whether there is a host; so it is told at once.
    @Test(arguments: ["there", "back"], [false, true]) func theGreeting(_ direction: String, _ up: Bool) {
        let trees = TamperedTrees()
        let before = trees.contents(of: "old")
        let outcome = trees.sync(TamperedWire("cut:\(direction):init:1"), up: up, ["--no-state"])
        #expect(outcome.status == 5, "\(outcome.errorText)")
        #expect(trees.contents(of: "old") == before && trees.leftovers == "")
    }

    /// What is asked first goes out together with what a connection begins with.
    @Test(arguments: ["there", "back"], [false, true]) func theFirstQuestions(_ direction: String, _ up: Bool) {
        for number in 1...2 { cut(direction, "stat", number, up: up, agent: false) }
    }

    /// A server that cannot replace a file at once: the old one steps aside, and is there again or replaced in the end.
    @Test(arguments: ["there", "back"], [1, 2, 3, 4]) func stepsAside(_ direction: String, _ number: Int) {
        let trees = TamperedTrees()
        let wire = TamperedWire("cut:\(direction):rename:\(number)", lacking: "posix-rename")
        let outcome = trees.sync(wire, up: true, ["--no-state", "--parallel=1"])
        let isCut = wire.wasCut
        #expect(isCut && outcome.status == 0, "\(outcome.errorText)")
        expectNothingLeft(trees, outcome, up: true)
    }

    @Test(arguments: ["there", "back"], always + upwards) func uploads(_ direction: String, _ kind: String) {
        cut(direction, kind, 1, up: true, agent: false)
        cut(direction, kind, 3, up: true, agent: false, mustHappen: false)
    }

    @Test(arguments: ["there", "back"], always + downwards) func downloads(_ direction: String, _ kind: String) {
        cut(direction, kind, 1, up: false, agent: false)
        cut(direction, kind, 2, up: false, agent: false, mustHappen: false)
    }

    /// By the numbers of its calls: look, list, create directory, remove, apply, symlink, synchronize, stage, write, commit.
    @Test(arguments: ["there", "back"], [3, 4, 8, 9, 12, 13, 17, 18, 19, 20, 26, 33])
    func uploadsToAnAgent(_ direction: String, _ call: Int) {
        cut(direction, "call-\(call)", 1, up: true, agent: true, mustHappen: false)
        cut(direction, "call-\(call)", 2, up: true, agent: true, mustHappen: false)
    }

    @Test(arguments: ["there", "back"], [3, 4, 5]) func downloadsFromAnAgent(_ direction: String, _ call: Int) {
        cut(direction, "call-\(call)", 1, up: false, agent: true)
        cut(direction, "call-\(call)", 2, up: false, agent: true, mustHappen: false)
    }
}
