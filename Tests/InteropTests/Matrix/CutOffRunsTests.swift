import Harness
import Testing

/// Runs that are ended in the middle of a large file go on where they were.
@Suite("Runs that are cut off") struct CutOffRunsTests {
    /// Checkpoints come after ten seconds at the soonest, so all runs are under way at the same time.
    private static let speed = "--bwlimit=3072"
    private static let size = 64 << 20
    private static let seconds = "18"
    /// By the name of the place.
    private static let signals = ["ftp": ["KILL", "INT"], "sftp": ["INT"], "agent": ["INT"]]

    private struct Run {
        let place: Place
        let signal: String

        var target: String { place.location("cut-\(signal)-\(place.name)") }

        func script(_ source: String, in scratch: String, killed: Bool) -> String {
            let killer = killed ? "timeout --foreground --signal=\(signal) \(CutOffRunsTests.seconds) " : ""
            let options = place.options.map { "'\($0)'" } + (killed ? [CutOffRunsTests.speed] : ["--stats"])
            let variables = place.environment.map { "'\($0.key)=\($0.value)'" }.joined(separator: " ")
            let state = "XDG_STATE_HOME='\(scratch)/state-\(signal)-\(place.name)'"
            return """
                env \(variables) \(state) HOME=/proc/none NETRC=/proc/none \(killer)'\(Program.ferry.path)' sync \
                \(options.joined(separator: " ")) '\(source)/' '\(target)' > '\(output(scratch))' 2>&1
                """
        }

        func output(_ scratch: String) -> String { "\(scratch)/output-\(signal)-\(place.name)" }
    }

    @Test func aLargeFileGoesOnWhereItWas() {
        let scratch = TemporaryDirectory()
        let made = Program("sh").run(
            [
                "-c", "mkdir tree && head -c \(Self.size) /dev/urandom > tree/large && echo small > tree/small",
            ], in: scratch.path)
        #expect(made.status == 0, "\(made.errorText)")
        let runs = Places.all.flatMap { place in
            Self.signals[place.name, default: []].map { Run(place: place, signal: $0) }
        }
        let tree = scratch.file("tree")
        for (number, run) in runs.enumerated() {
            let script = run.script(tree, in: scratch.path, killed: true) + "\nexit 0\n"
            scratch.write(Array(script.utf8), "cut-\(number)")
        }
        let all = Program("sh").run(["-c", "ls cut-* | xargs -n 1 -P \(runs.count) sh"], in: scratch.path)
        #expect(all.status == 0, "\(all.errorText)")
        for run in runs {
            let outcome = Program("sh").run(["-c", run.script(tree, in: scratch.path, killed: false)])
            let told = Program("cat").run([run.output(scratch.path)]).outputText
            #expect(outcome.status == 0, "\(run.place.name) \(run.signal): \(told)")
            let literal = told.split(separator: "\n").first { $0.hasPrefix("Literal data:") } ?? ""
            let sent = Int(literal.filter(\.isNumber)) ?? Self.size
            #expect(sent < Self.size - (16 << 20), "\(run.place.name) \(run.signal): \(told)")
            let copy = scratch.file("copy-\(run.signal)-\(run.place.name)")
            let there = run.place.content("cut-\(run.signal)-\(run.place.name)", copy)
            #expect(Program("diff").run(["-r", tree, there]).status == 0, "\(run.place.name) \(run.signal)")
        }
    }
}
