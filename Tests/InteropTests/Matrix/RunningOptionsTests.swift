import Harness
import Servers
import Testing

/// Options that say how a run goes have their effect on every kind of place, at either end of a run.
@Suite("Running options at any place") struct RunningOptionsTests {
    struct Side: Sendable, CustomTestStringConvertible {
        let place: Place
        let isSource: Bool

        var name: String { (isSource ? "from-" : "to-") + place.name }
        var testDescription: String { name }

        static let all = Places.remote.flatMap { place in
            [Side(place: place, isSource: true)] + (place.isWritable ? [Side(place: place, isSource: false)] : [])
        }

        /// Puts a tree where it is to be read, and returns the locations of a run of this name.
        func locations(_ tree: String, _ name: String, at reached: Place, in scratch: String) -> [String] {
            if !isSource { return [tree + "/", reached.location(name)] }
            place.put(tree, name)
            return [reached.location(name) + "/", "\(scratch)/\(name)"]
        }
    }

    private func tree(_ script: String, in scratch: borrowing TemporaryDirectory) -> String {
        let made = Program("sh").run(["-ec", "mkdir tree; cd tree; \(script)"], in: scratch.path)
        precondition(made.status == 0, made.errorText)
        return scratch.file("tree")
    }

    private func ferry(_ words: [String], on place: Place) -> Program.Outcome {
        let environment = ["HOME": "/proc/none", "NETRC": "/proc/none"].merging(place.environment) { $1 }
        return Program("timeout", leading: ["--kill-after=5", "120", Program.ferry.path, "sync", "--no-state"]).run(
            place.options + words, environment: environment)
    }

    /// No rate can be kept in less time than it takes: the opposite, a slow machine, is no failure.
    @Test(arguments: Side.all) func bwlimitIsKept(_ side: Side) {
        let scratch = TemporaryDirectory()
        let tree = tree("head -c 1500000 /dev/urandom > file", in: scratch)
        let locations = side.locations(tree, "slow-\(side.name)", at: side.place, in: scratch.path)
        let start = ContinuousClock.now
        let outcome = ferry(["--bwlimit=400"] + locations, on: side.place)
        let time = ContinuousClock.now - start
        #expect(outcome.status == 0, "\(outcome.errorText)")
        // 409,600 bytes a second, of which a twentieth may come at once.
        #expect(time >= .milliseconds(3500), "\(time)")
    }

    /// The server falls silent in the middle of a file.
    @Test(arguments: Side.all) func timeoutEndsASilence(_ side: Side) {
        let scratch = TemporaryDirectory()
        let tree = tree("head -c 20000000 /dev/urandom > file", in: scratch)
        let (reached, relay) = side.place.relayed()
        let locations = side.locations(tree, "silent-\(side.name)", at: reached, in: scratch.path)
        relay.set(.silence(after: 5_000_000))
        let outcome = ferry(["--timeout=4"] + locations, on: reached)
        #expect(outcome.status == 30, "\(outcome.status): \(outcome.errorText)")
        let lines = outcome.errorText.split(separator: "\n").filter { !$0.hasPrefix("ferry: warning:") }
        #expect(lines.count == 1, "\(outcome.errorText)")
    }

    /// Files that are large enough for a connection each, where there are several.
    @Test(arguments: Side.all) func connectionsAreNoMoreThanAllowed(_ side: Side) {
        let scratch = TemporaryDirectory()
        let tree = tree("for i in $(seq 16); do head -c 1500000 /dev/urandom > $i; done", in: scratch)
        let (reached, relay) = side.place.relayed()
        let locations = side.locations(tree, "few-\(side.name)", at: reached, in: scratch.path)
        for (value, most) in [(side.isSource ? "src=2,dst=9" : "src=9,dst=2", 2), ("1", 1)] {
            relay.set(nil)
            let outcome = ferry(["--connections=\(value)", "--ignore-times"] + locations, on: reached)
            #expect(outcome.status == 0, "\(outcome.errorText)")
            #expect((1...most).contains(relay.mostConnections), "\(value): \(relay.mostConnections)")
            #expect(relay.mostDataConnections <= most, "\(value): \(relay.mostDataConnections)")
        }
    }

    /// One file at a time needs one connection for content, wherever connections are for one file each.
    @Test(arguments: Side.all.filter { $0.place.name == "ftp" }) func parallelFilesAreNoMoreThanAllowed(_ side: Side) {
        let scratch = TemporaryDirectory()
        let tree = tree("for i in $(seq 16); do head -c 1500000 /dev/urandom > $i; done", in: scratch)
        let (reached, relay) = side.place.relayed()
        let locations = side.locations(tree, "serial-\(side.name)", at: reached, in: scratch.path)
        let outcome = ferry(["--parallel=1"] + locations, on: reached)
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(relay.mostDataConnections == 1, "\(relay.mostDataConnections)")
    }
}
