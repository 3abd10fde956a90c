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
        let words = outcome.errorText.split { " \n".contains($0) }
        let fetched = words.firstIndex(of: "fetched").flatMap { Int(words[$0 - 1]) }
        #expect(fetched.map { $0 > 0 && $0 < 60_000 } == true, "\(outcome.errorText)")
    }

    /// Missing ranges come together where the server sends several at a time, each by itself where it sends one, and with one
    /// reading of the whole where it knows none.
    @Test(arguments: ["html", "one-range", "no-range"]) func asksAsSeldomAsItCan(_ way: String) throws {
        let name = "seldom-\(way)"
        let script = """
            W=${W/WAY/\(way)}; $FERRY zsync make -o p/new.zsync -u new p/new
            $FERRY zsync get -s -i old -o out $W/new.zsync && cmp out p/new && ls
            """
        let size = 40_000_000
        let outcome = run(name, script, size: size, edits: 14)
        #expect(outcome.status == 0 && outcome.outputText == "old\nout\np\n", "\(outcome.errorText)")
        let words = outcome.errorText.split { " (\n".contains($0) }
        let numbers = ["fetched", "received)"].map { word in
            words.firstIndex { $0 == word }.flatMap { Int(words[$0 - 1]) }
        }
        let fetched = try #require(numbers[0]), received = try #require(numbers[1] ?? numbers[0])
        let requests = Self.nginx.requests.count { $0.target == "/\(way)/\(name)/new" }
        #expect(fetched < 200_000)
        switch way {
        case "html": #expect(requests <= 4 && received < fetched + 20_000, "\(requests) \(outcome.errorText)")
        case "one-range": #expect(requests <= 30 && received < size / 2, "\(requests) \(outcome.errorText)")
        // A look, a request for several, and one for one, which brings all up to the last range; what was on its way when that
        // showed is lost.
        default:
            let isOnce = received > size / 2 && received < size * 3 / 2
            #expect(requests <= 4 && isOnce, "\(requests) \(outcome.errorText)")
        }
    }

    /// Over TLS by an authority that is named, and with a header, which does not go to servers that a control file names.
    @Test func goesByTheOptionsOfLocations() {
        let script = """
            authority='\(Self.nginx.certificates.authority)'; secure=https://localhost:\(Self.nginx.securePort)/html/options
            $FERRY zsync make -o p/new.zsync -u new p/new
            $FERRY zsync get --ca-cert "$authority" -i old -o out $secure/new.zsync && cmp out p/new
            $FERRY zsync get -i old -o other $secure/new.zsync && exit 9
            $FERRY zsync get --ca-cert "$authority" --client-cert '\(Self.nginx.certificates.clientCertificate)' \
                --client-key '\(Self.nginx.certificates.clientKey)' --timeout=20 --contimeout=20 --bwlimit=1M --ftp-tls=try \
                -o shown https://localhost:\(Self.nginx.clientsPort)/options/new.zsync && cmp shown p/new
            word='Authorization: Bearer \(NginxServer.token)'
            $FERRY zsync get --header "$word" -i old -o token ${W/WAY/token}/new.zsync && cmp token p/new
            sed "s,^URL: .*,URL: http://localhost:\(Self.nginx.port)/token/options/new," p/new.zsync > p/elsewhere.zsync
            $FERRY zsync get --header "$word" -i old -o stolen ${W/WAY/token}/elsewhere.zsync && exit 9
            FERRY_HTTP_TOKEN='\(NginxServer.token)' $FERRY zsync get -i old -o stolen ${W/WAY/token}/elsewhere.zsync && exit 9
            $FERRY zsync make --header "$word" -o - p/new > /dev/null && exit 9
            ls stolen other 2> /dev/null || true
            """
        let outcome = run("options", script)
        #expect(
            outcome.status == 0 && outcome.outputText == "",
            "\(outcome.status) \(outcome.outputText)\(outcome.errorText)")
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
