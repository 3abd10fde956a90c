import Harness
import Testing

/// Servers that lie: what they say is refused or mended, and nothing is lost, wrong or left behind.
@Suite struct LyingServerTests {
    /// What no server may say ends the connection, with one line and the status of broken protocols.
    @Test(
        arguments: [
            "long-reads", "long-string", "no-data", "wrong-kind", "many-names", "name-above", "name-absolute",
            "name-with-slash", "name-empty", "name-with-nul", "name-twice", "wrong-id", "unknown-kind",
            "unknown-attributes",
            "long-handle", "endless", "tiny", "answered-twice", "garbage",
        ], [false, true])
    func whatIsNoAnswerIsRefused(_ lie: String, _ up: Bool) {
        let trees = TamperedTrees()
        let before = trees.contents(of: "old")
        let wire = TamperedWire(lie)
        let outcome = trees.sync(wire, up: up, ["--no-state"])
        if !wire.lieWasTold {
            #expect(outcome.status == 0 && trees.difference == "", "\(outcome.errorText)")
            return
        }
        #expect(outcome.status == 12 || outcome.status == 23, "\(outcome.status): \(outcome.errorText)")
        #expect(!outcome.errorText.isEmpty)
        // A connection that lies is not used any more, and no other one to that server is opened: what was being written there
        // stays, hidden, until a run finds it a day later. Here nothing does.
        #expect(trees.damaged(since: before).filter { !$0.contains(".ferry-") } == [], "\(outcome.errorText)")
        #expect(trees.contents(of: "old")["./gone/file"] != nil, "deleted after an incomplete run")
        #expect(up ? trees.strangeLeftovers == [] : trees.leftovers == "", "\(trees.leftovers)")
        trees.ageLeftovers()
        let next = trees.sync(TamperedWire("honest"), up: up, ["--no-state"])
        #expect(next.status == 0 && trees.difference == "" && trees.leftovers == "", "\(next.errorText)")
    }

    /// Files that are other than the server says are told of, and what was there stays.
    @Test(arguments: ["stat-larger", "stat-smaller", "early-end", "empty-reads"], [false, true])
    func filesThatAreNotWhatTheyAreSaidToBe(_ lie: String, _ up: Bool) {
        let trees = TamperedTrees()
        let before = trees.contents(of: "old")
        let wire = TamperedWire(lie)
        let outcome = trees.sync(wire, up: up, ["--no-state"])
        #expect(trees.damaged(since: before) == [], "\(outcome.errorText)")
        #expect(trees.leftovers == "", "\(outcome.errorText)")
        if wire.lieWasTold {
            #expect(outcome.status == 23, "\(outcome.status): \(outcome.errorText)")
            #expect(trees.contents(of: "old")["./gone/file"] != nil, "deleted after an incomplete run")
        }
    }

    /// asyncssh finds no relative link's target below a root of its own. That is no reason to take the link for absent.
    @Test(arguments: [false, true]) func linksWhoseTargetIsNotFoundAreThere(_ up: Bool) {
        let trees = TamperedTrees()
        let before = trees.contents(of: "old")
        let wire = TamperedWire("no-target")
        let outcome = trees.sync(wire, up: up, ["--no-state"])
        let isTold = wire.lieWasTold
        #expect(isTold && outcome.status == 23, "\(outcome.status): \(outcome.errorText)")
        #expect(outcome.errorText.contains("does not tell where the symlink points"), "\(outcome.errorText)")
        #expect(trees.damaged(since: before).filter { $0 != "./link" } == [], "\(outcome.errorText)")
        #expect(trees.contents(of: "old")["./gone/file"] != nil, "deleted after an incomplete run")
        if !up { #expect(trees.contents(of: "old")["./link"] == before["./link"]) }
    }

    /// A listing that is wrong about sizes is corrected by a second look.
    @Test(arguments: [false, true]) func listingsThatAreWrongAreLookedAtAgain(_ up: Bool) {
        let trees = TamperedTrees()
        let wire = TamperedWire("listed-larger")
        let outcome = trees.sync(wire, up: up, ["--no-state"])
        let isTold = wire.lieWasTold
        #expect(isTold && outcome.status == 0 && trees.difference == "", "\(outcome.errorText)")
        #expect(trees.leftovers == "")
    }

    /// Those are no lies but what servers may do.
    @Test func shortReadsAreCompleted() {
        let trees = TamperedTrees()
        let wire = TamperedWire("short-reads")
        let outcome = trees.sync(wire, up: false, ["--no-state"])
        let isTold = wire.lieWasTold
        #expect(isTold && outcome.status == 0 && trees.difference == "", "\(outcome.errorText)")
    }

    /// A copy that is not what was asked for shows in the digest of the whole; the file is sent instead.
    @Test(arguments: ["short-copy", "moved-copy"]) func copiesThatAreOthers(_ lie: String) {
        let trees = TamperedTrees()
        let honest = trees.sync(TamperedWire("honest"), up: true)
        #expect(honest.status == 0 && trees.difference == "", "\(honest.errorText)")
        var bytes = trees.directory.read("src/a/b/large")
        bytes[150_000] ^= 0xFF
        trees.directory.write(bytes, "src/a/b/large")
        let wire = TamperedWire(lie)
        let outcome = trees.sync(wire, up: true)
        let isTold = wire.lieWasTold
        #expect(isTold, "nothing was copied")
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(trees.difference == "" && trees.leftovers == "", "\(outcome.errorText)")
    }

    /// Only who reads it back can know; the old file stays then.
    @Test func writesThatAreOthersAreReadBack() {
        let trees = TamperedTrees()
        let before = trees.contents(of: "old")
        let wire = TamperedWire("flipped-write")
        let outcome = trees.sync(wire, up: true, ["--no-state", "--verify=readback"])
        let isTold = wire.lieWasTold
        #expect(isTold && outcome.status == 23, "\(outcome.status): \(outcome.errorText)")
        #expect(trees.damaged(since: before) == [] && trees.leftovers == "", "\(outcome.errorText)")
    }
}
