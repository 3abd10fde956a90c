import FerryCore
import Harness
import Servers
import Synchronization
import Testing

/// The network goes in the middle of a large file and stays away: the run ends, the old file stays, and the next run goes on
/// where it was.
@Suite("Lines that are cut") struct CutLinesTests {
    /// Checkpoints come after ten seconds and 16 MiB, so all runs are under way at the same time.
    private static let size = 44 << 20
    private static let speed = "--bwlimit=2560"
    /// By then there is a checkpoint at any rate below that speed.
    private static let cut = 34 << 20

    private struct Way: Sendable {
        let place: Place
        let isSource: Bool
        /// Whether the server takes uploads in pieces.
        var goesOn = true

        var name: String { (isSource ? "from-" : "to-") + place.name }
    }

    private static let ways =
        Places.remote.filter { ["ftp", "http", "dav", "s3"].contains($0.name) }.flatMap { place in
            [Way(place: place, isSource: true)]
                + (place.isWritable ? [Way(place: place, isSource: false, goesOn: place.name != "dav")] : [])
        } + [Way(place: Places.davInPieces, isSource: false)]

    @Test func aLargeFileGoesOnWhereItWas() {
        let scratch = TemporaryDirectory()
        // A file that was changed just now has no version to some servers, and is not gone on with.
        let script = """
            mkdir tree old; head -c \(Self.size) /dev/urandom > tree/large; echo old > old/large
            touch -d '2021-03-04 05:06:07 UTC' tree/large
            """
        #expect(Program("sh").run(["-ec", script], in: scratch.path).status == 0)
        let path = scratch.path
        let outcomes = Mutex<[Outcome]>([])
        let threads = Self.ways.map { way in
            WorkerThread {
                let outcome = Self.run(way, in: path)
                outcomes.withLock { $0.append(outcome) }
            }
        }
        for thread in threads { thread.join() }
        for outcome in outcomes.withLock({ $0 }) { Self.check(outcome) }
    }

    /// What the two runs of one way came to.
    private struct Outcome: Sendable {
        let way: Way
        let first: Program.Outcome
        /// The content that the file had then.
        let old: String
        let second: Program.Outcome
        /// Bytes of the file's direction in the second run.
        let again: Int
        let difference: Program.Outcome
    }

    private static func run(_ way: Way, in scratch: String) -> Outcome {
        let (reached, relay) = way.place.relayed()
        let name = "cut-\(way.name)"
        let here = "\(scratch)/\(name)"
        way.place.put(scratch + (way.isSource ? "/tree" : "/old"), name)
        if way.isSource { _ = Program("cp").run(["-a", scratch + "/old", here]) }
        let locations =
            way.isSource ? [reached.location(name) + "/", here] : ["\(scratch)/tree/", reached.location(name)]
        func content() -> String { way.isSource ? here : way.place.content(name, "\(here)-\(relay.sent)") }
        func sync(_ more: [String]) -> Program.Outcome {
            Program("timeout", leading: ["--kill-after=5", "240", Program.ferry.path, "sync", "--whole-file"]).run(
                reached.options + more + locations,
                environment: ["HOME": "/proc/none", "NETRC": "/proc/none", "XDG_STATE_HOME": "\(here)-state"]
                    .merging(reached.environment) { $1 })
        }

        relay.set(.cut(after: cut))
        let first = sync([speed])
        let old = Program("cat").run(["\(content())/large"]).outputText
        relay.set(nil)
        let second = sync([])
        // What comes back of an upload is compared with the source.
        let again = way.isSource ? relay.received : relay.sent
        let difference = Program("diff").run(["-r", "\(scratch)/tree", content()])
        return Outcome(way: way, first: first, old: old, second: second, again: again, difference: difference)
    }

    private static func check(_ outcome: Outcome) {
        let (way, first) = (outcome.way, outcome.first)
        #expect(first.status == 10, "\(way.name): \(first.status) \(first.errorText)")
        let lines = first.errorText.split(separator: "\n").filter { !$0.hasPrefix("ferry: warning:") }
        #expect(lines.count == 1, "\(way.name): \(first.errorText)")
        #expect(outcome.old == "old\n", "\(way.name)")
        #expect(outcome.second.status == 0, "\(way.name): \(outcome.second.errorText)")
        let most = (way.goesOn ? size - (16 << 20) : size) + (1 << 20)
        #expect(outcome.again < most, "\(way.name): \(outcome.again)")
        #expect(outcome.difference.status == 0, "\(way.name): \(outcome.difference.outputText)")
    }
}
