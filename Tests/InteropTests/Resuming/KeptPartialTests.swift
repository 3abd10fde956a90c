import Glibc
import Harness
import Servers
import Testing

/// `--partial` and its like, and runs that are interrupted early: what has passed is not sent again. All runs are under way at
/// the same time, and each is over before there is a checkpoint.
@Suite("Kept partial files") struct KeptPartialTests {
    private static let size = 64 << 20
    private static let environment = [
        "FERRY_HTTP_PASSWORD": "pw", "FERRY_FTP_PASSWORD": "pw", "NETRC": "/proc/none", "HOME": "/proc/none",
    ]
    /// A third of the file has passed by then, and more is sent ahead than the limit says.
    private static let seconds = "7"
    private static let rate = "--bwlimit=4M"
    private static let most = size - (12 << 20)

    private struct Tree: ~Copyable {
        let directory = TemporaryDirectory()

        init() {
            sh("mkdir tree; head -c \(KeptPartialTests.size) /dev/urandom > tree/large")
            sh("touch -d '2021-03-04 05:06:07 UTC' tree/large")
        }

        @discardableResult
        func sh(_ script: String) -> Program.Outcome {
            Program("bash").run(["-c", script], in: directory.path, environment: environment)
        }

        private var environment: [String: String] {
            KeptPartialTests.environment.merging(["XDG_STATE_HOME": directory.file("state")]) { $1 }
        }

        func interrupt(_ words: [String]) {
            let line = ["--foreground", "-s", "INT", KeptPartialTests.seconds, "env", "--default-signal=INT"]
            let outcome = Program("timeout").run(
                line + [Program.ferry.path] + words + [KeptPartialTests.rate], in: directory.path,
                environment: environment)
            #expect(outcome.status == 124 && outcome.errorText.contains("interrupted"), "\(outcome.errorText)")
        }

        /// Publishes it, and ends a run that keeps what has come by then. Returns the run's arguments.
        func cutDownload(from server: NginxServer) -> [String] {
            sh("cp -a tree '\(server.data)'")
            let words = ["sync", "-P", "http://127.0.0.1:\(server.port)/json/tree/", "back"]
            interrupt(words)
            return words
        }

        func ferry(_ words: [String]) -> Program.Outcome {
            Program.ferry.run(words, in: directory.path, environment: environment)
        }

        func expectNothingUnfinished() {
            let told = ferry(["state", "show"]).outputText
            #expect(told.contains("unfinished transfers: 0\n"), "\(told)")
        }
    }

    /// From the line that `--stats` has of it.
    private func literal(_ outcome: Program.Outcome) -> Int {
        let line = outcome.outputText.split(separator: "\n").first { $0.hasPrefix("Literal data:") } ?? ""
        return Int(line.filter(\.isNumber)) ?? .max
    }

    @Test(arguments: ["-P", "--partial-dir=.kept", "--no-partial"]) func uploadsOverFTP(_ option: String) {
        let tree = Tree()
        let server = ProFTPDServer()
        let there = "ftp://u@127.0.0.1:\(server.port)/there"
        let words = ["sync", option, "--ftp-tls=none", "--stats", "tree/", there]
        tree.interrupt(words)
        let next = tree.ferry(words)
        let same = tree.sh("diff -r tree '\(server.data)/there'")
        #expect(next.status == 0 && same.status == 0, "\(next.errorText)\(same.outputText)")
        #expect(literal(next) < Self.most, "\(literal(next))")
        tree.expectNothingUnfinished()
    }

    /// Its parent may not ask how it ended, as in a container that has no init.
    @Test func aKilledUploadIsGoneOnWithThoughNobodyReapsIt() {
        let tree = Tree()
        let server = ProFTPDServer()
        let there = "ftp://u@127.0.0.1:\(server.port)/there"
        let script = """
            import os, signal, subprocess, sys, time
            words = [sys.argv[1], "sync", "--ftp-tls=none", "--stats", "tree/", sys.argv[2]]
            killed = subprocess.Popen(words + ["\(Self.rate)"], stdout=subprocess.DEVNULL)
            show = [sys.argv[1], "state", "show"]
            for _ in range(300):
                if b"unfinished transfers: 1\\n" in subprocess.run(show, capture_output=True).stdout: break
                time.sleep(0.2)
            os.kill(killed.pid, signal.SIGKILL)
            sys.exit(subprocess.run(words).returncode)
            """
        tree.directory.write(Array(script.utf8), "parent.py")
        let run = tree.sh("python3 parent.py '\(Program.ferry.path)' \(there)")
        let same = tree.sh("diff -r tree '\(server.data)/there'")
        #expect(run.status == 0 && same.status == 0, "\(run.errorText)\(same.outputText)")
        #expect(literal(run) < Self.most, "\(run.outputText)")
        tree.expectNothingUnfinished()
    }

    @Test(arguments: ["-P", "--no-partial"]) func uploadsOverWebDAV(_ option: String) {
        let tree = Tree()
        let server = ApacheServer()
        let relay = Relay(to: server.port)
        let words = ["sync", option, "tree/", "dav://u@127.0.0.1:\(relay.port)/there"]
        tree.interrupt(words)
        relay.set(nil)
        let next = tree.ferry(words)
        let same = tree.sh("diff -r tree '\(server.data)/there'")
        #expect(next.status == 0 && same.status == 0, "\(next.errorText)\(same.outputText)")
        #expect((1...Self.most).contains(relay.sent), "\(relay.sent)")
        tree.expectNothingUnfinished()
    }

    /// Here it has the name that was asked for in between.
    @Test(arguments: [("-P", "large"), ("--partial-dir=.kept", ".kept/large"), ("--no-partial", nil)])
    func downloadsFromTheWeb(_ option: String, _ kept: String?) {
        let tree = Tree()
        let server = NginxServer()
        let relay = Relay(to: server.port)
        tree.sh("cp -a tree '\(server.data)'")
        let words = ["sync", option, "http://127.0.0.1:\(relay.port)/json/tree/", "back"]
        tree.interrupt(words)
        let between = tree.sh("cd back; find . -type f -size +12M -printf '%P\\n'").outputText
        #expect(kept == nil || between == "\(kept!)\n", "\(between)")
        relay.set(nil)
        let next = tree.ferry(words)
        #expect(next.status == 0 && tree.sh("diff -r tree back").status == 0, "\(next.errorText)")
        #expect((1...Self.most).contains(relay.received), "\(relay.received)")
        #expect(tree.sh("ls -A back").outputText == "large\n")
        tree.expectNothingUnfinished()
    }

    /// Neither is one that another program has finished, when the source is another one by now.
    @Test func aFileThatSomebodyElseFinishedIsReplacedAsEver() {
        let tree = Tree()
        let server = NginxServer()
        let words = tree.cutDownload(from: server)
        tree.sh("cat tree/large > back/large; ln back/large further; echo more >> '\(server.data)/tree/large'")
        let next = tree.ferry(words)
        #expect(next.status == 0 && tree.sh("diff -r '\(server.data)/tree' back").status == 0, "\(next.errorText)")
        #expect(tree.sh("cmp tree/large further").status == 0)
        tree.expectNothingUnfinished()
    }

    /// What has the name by then may be anything: it is not taken for what was kept.
    @Test func somebodyElsesFileIsNotGoneOnWith() {
        let tree = Tree()
        let server = NginxServer()
        let words = tree.cutDownload(from: server)
        tree.sh("head -c \(Self.size / 2) /dev/zero > back/large")
        let next = tree.ferry(words)
        #expect(next.status == 0 && tree.sh("diff -r tree back").status == 0, "\(next.errorText)")
        #expect(tree.sh("ls -A back").outputText == "large\n")
        tree.expectNothingUnfinished()
    }
}
