import Harness
import Servers
import Testing

/// `ferry zsync` and zsync's own programs, with nginx between them.
@Suite("ferry zsync over HTTP") final class ZsyncServerTests {
    private static let nginx = NginxServer()
    private let directory = TemporaryDirectory()

    /// Runs a script beside an old version of `p/NAME/new`, which is published.
    private func run(_ name: String, _ script: String, size: Int = 600_000, edits: Int = 3) -> Program.Outcome {
        var random = SeededGenerator(name)
        let old = random.bytes(size)
        directory.write(old, "old")
        directory.write(random.shifted(random.edited(old, times: edits), times: 2), "new")
        let place = "\(Self.nginx.data)/\(name)"
        let preparation =
            "mkdir \(place) && ln -s \(place) p && mv new p/new && touch -d @1234567890 p/new && export W=\(url)"
        return Program("bash").run(
            ["-c", "set -e; \(preparation)/WAY/\(name); \(script)"], in: directory.path,
            environment: ["FERRY": Program.ferry.path, "HOME": "/proc/none", "NETRC": "/proc/none"])
    }

    private var url: String { "http://127.0.0.1:\(Self.nginx.port)" }

    @Test(arguments: ["html", "one-range", "no-range"]) func getsWhatZsyncmakePublishes(_ way: String) {
        let script = """
            W=${W/WAY/\(way)}; (cd p; zsyncmake -o new.zsync -u new new 2> /dev/null)
            $FERRY zsync get -s -i old -o out $W/new.zsync && cmp out p/new && stat -c %Y out && ls
            """
        let outcome = run("theirs-\(way)", script)
        #expect(outcome.status == 0 && outcome.outputText == "1234567890\nold\nout\np\n", "\(outcome.errorText)")
        let fetched = outcome.errorText.split(separator: " ").dropLast().last.flatMap { Int($0) }
        #expect(fetched.map { $0 > 0 && $0 < 60_000 } == true, "\(outcome.errorText)")
    }

    @Test func zsyncGetsWhatIsPublished() {
        let script = """
            W=${W/WAY/html}; $FERRY zsync make -o p/new.zsync -u new p/new
            zsync -i old -o out $W/new.zsync > log 2>&1 && cmp out p/new && grep -o 'used [0-9]* local' log
            """
        let outcome = run("ours", script)
        #expect(outcome.status == 0 && outcome.outputText.hasPrefix("used "), "\(outcome.errorText)")
    }

    /// zsync 0.6.2 fails on either.
    @Test func getsTheEmptyFile() {
        let script = """
            W=${W/WAY/html}; : > p/new; (cd p; zsyncmake -o new.zsync -u new new 2> /dev/null)
            $FERRY zsync get -i old -o out $W/new.zsync; cmp out p/new
            """
        #expect(run("empty", script).status == 0)
    }

    @Test func noticesThatSomethingElseIsPublished() {
        let script = """
            W=${W/WAY/html}; (cd p; zsyncmake -o new.zsync -u new new 2> /dev/null); head -c 600000 /dev/urandom > other
            head -c $(stat -c %s p/new) /dev/zero > p/new; echo kept > out
            set +e; $FERRY zsync get -i old -o out $W/new.zsync; echo $?; cat out
            """
        let outcome = run("changed", script)
        #expect(outcome.outputText == "12\nkept\n", "\(outcome.errorText)")
        #expect(outcome.errorText.split(separator: "\n").count == 1)
    }
}
