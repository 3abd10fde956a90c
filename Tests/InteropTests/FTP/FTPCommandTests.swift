import Harness
import Servers
import Testing

/// The program beside proftpd and vsftpd; what arrived is compared on their disks.
@Suite struct FTPCommandTests {
    private static let server = ProFTPDServer()
    private static let openServer = VsftpdServer()

    private var server: ProFTPDServer { Self.server }
    private var url: String { "ftp://u@127.0.0.1:\(server.port)" }
    private let environment = ["HOME": "/proc/none", "NETRC": "/proc/none"]

    private func ferry(_ arguments: String..., environment more: [String: String] = [:]) -> Program.Outcome {
        Program.ferry.run(arguments, environment: environment.merging(more) { $1 })
    }

    private func sh(_ script: String, in directory: String) {
        let outcome = Program("sh").run(["-ec", script], in: directory)
        precondition(outcome.status == 0, outcome.errorText)
    }

    private func literal(_ outcome: Program.Outcome) -> Int {
        let line = outcome.outputText.split(separator: "\n").first { $0.hasPrefix("Literal data:") } ?? ""
        return Int(line.filter(\.isNumber)) ?? .max
    }

    @Test func passwordsAreFoundAndWarnedOf() {
        sh("echo text > file", in: server.data)
        let plain = ferry("cat", "--ftp-tls=none", url + "/file", environment: ["FERRY_FTP_PASSWORD": "pw"])
        #expect(plain.outputText == "text\n", "\(plain.errorText)")
        #expect(plain.errorText.contains("the password is sent without encryption"), "\(plain.errorText)")
        let place = TemporaryDirectory()
        sh("printf 'machine 127.0.0.1 login u password pw' > netrc", in: place.path)
        let netrc = ferry(
            "cat", "--ca-cert", server.certificates.authority, "ftp://127.0.0.1:\(server.port)/file",
            environment: ["NETRC": place.file("netrc")])
        #expect(netrc.outputText == "text\n" && netrc.errorText == "", "\(netrc.errorText)")
        let wrong = ferry("cat", "--ftp-tls=none", url + "/file", environment: ["FERRY_FTP_PASSWORD": "secret-word"])
        #expect(wrong.status == 5 && !wrong.errorText.contains("secret-word"), "\(wrong.errorText)")
    }

    /// Without a terminal nobody can be asked; then nothing goes in the open that is worth a warning.
    @Test func aPasswordThatNobodyKnowsIsTold() {
        let outcome = ferry("list", "--ftp-tls=none", url)
        #expect(outcome.status == 5)
        #expect(
            outcome.errorText
                == "ferry: cannot connect to ftp://127.0.0.1:\(server.port): authentication failed "
                + "(reply 530: Login incorrect.): no password is known\n", "\(outcome.errorText)")
    }

    @Test func anybodyMayLogIn() {
        let outcome = ferry("list", "--ftp-tls=none", "ftp://127.0.0.1:\(Self.openServer.port)/")
        #expect(outcome.status == 0 && outcome.errorText == "", "\(outcome.errorText)")
    }

    /// Somebody at a terminal is asked, and nobody sees what is typed.
    @Test func theTerminalIsAsked() {
        sh("echo typed > typed", in: server.data)
        let script = """
            import os, pty, sys
            child, terminal = pty.fork()
            if child == 0:
                os.execvp(sys.argv[1], sys.argv[1:])
            shown = b""
            while b"Password of u on 127.0.0.1: " not in shown:
                shown += os.read(terminal, 1024)
            os.write(terminal, b"pw\\n")
            try:
                while piece := os.read(terminal, 1024):
                    shown += piece
            except OSError:
                pass
            print(shown.decode(), os.waitpid(child, 0)[1])
            """
        let outcome = Program("python3").run(
            ["-c", script, Program.ferry.path, "cat", "--ftp-tls=none", url + "/typed"], environment: environment)
        #expect(outcome.outputText.contains("typed") && outcome.outputText.hasSuffix(" 0\n"), "\(outcome.outputText)")
        #expect(!outcome.outputText.contains("pw"), "\(outcome.outputText)")
    }

    @Test func ofAChangedFileTheRestIsNotFetched() {
        let place = TemporaryDirectory()
        sh(
            """
            mkdir published; head -c 4000000 /dev/urandom > published/large; cp published/large '\(place.path)/large'; touch -d 2020-01-01 '\(place.path)/large'
            printf changed | dd of=published/large bs=1 seek=2000000 conv=notrunc status=none
            '\(Program.ferry.path)' manifest create --signatures published > /dev/null
            """, in: server.data)
        let outcome = ferry(
            "sync", "--stats", "--ftp-tls=none", "--exclude=*.ferrysig", url + "/published/", place.path,
            environment: ["FERRY_FTP_PASSWORD": "pw"])
        #expect(outcome.status == 0 && literal(outcome) < 200_000, "\(outcome.outputText)\(outcome.errorText)")
        #expect(Program("cmp").run([server.data + "/published/large", place.file("large")]).status == 0)
    }

    @Test(arguments: ["auto", "readback"]) func inPlaceOnlyWhatChangedIsSent(_ verification: String) {
        let place = TemporaryDirectory()
        let name = "in-place-\(verification)"
        sh("mkdir tree; head -c 4000000 /dev/urandom > tree/large", in: place.path)
        let more = ["FERRY_FTP_PASSWORD": "pw", "XDG_STATE_HOME": place.file("state")]
        func sync() -> Program.Outcome {
            ferry(
                "sync", "--inplace", "--stats", "--ftp-tls=none", "--verify=\(verification)", place.file("tree") + "/",
                "\(url)/\(name)", environment: more)
        }
        let first = sync()
        #expect(first.status == 0, "\(first.errorText)")
        sh("printf changed | dd of=tree/large bs=1 seek=2000000 conv=notrunc status=none", in: place.path)
        let second = sync()
        #expect(second.status == 0 && literal(second) < 200_000, "\(second.outputText)\(second.errorText)")
        #expect(Program("cmp").run(["\(server.data)/\(name)/large", place.file("tree/large")]).status == 0)
        // A file that became shorter is sent whole.
        sh("truncate -s 3000000 tree/large; printf x | dd of=tree/large bs=1 conv=notrunc status=none", in: place.path)
        let third = sync()
        #expect(third.status == 0, "\(third.errorText)")
        #expect(Program("cmp").run(["\(server.data)/\(name)/large", place.file("tree/large")]).status == 0)
    }

    /// Of an upload that a signal ends before anything of it is worth keeping, nothing stays under its hidden name.
    @Test func whoIsInterruptedLeavesNothing() {
        let place = TemporaryDirectory()
        sh("mkdir tree; head -c 30000000 /dev/zero > tree/large", in: place.path)
        let outcome = Program("timeout").run(
            [
                "--foreground", "-s", "TERM", "3", "env", "--default-signal=TERM", Program.ferry.path, "sync",
                "--ftp-tls=none",
                "--bwlimit=3M", "--no-state",
                place.file("tree") + "/", url + "/interrupted",
            ], environment: environment.merging(["FERRY_FTP_PASSWORD": "pw"]) { $1 })
        #expect(outcome.status == 124 && outcome.errorText.contains("interrupted"), "\(outcome.errorText)")
        let left = Program("ls").run(["-A", server.data + "/interrupted"])
        #expect(left.status == 0 && left.outputText == "", "\(left.outputText)")
    }

    @Test func whatIsSentIsConfirmedByTheServer() {
        let place = TemporaryDirectory()
        sh("mkdir tree; echo one > tree/one; head -c 2000000 /dev/urandom > tree/two", in: place.path)
        let outcome = ferry(
            "sync", "-v", "--ftp-tls=none", place.file("tree") + "/", url + "/confirmed",
            environment: ["FERRY_FTP_PASSWORD": "pw"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(outcome.outputText.contains("2 by store digest"), "\(outcome.outputText)")
    }

    /// The server takes no file before so many are under way, each of them large enough for a worker of its own.
    @Test(arguments: [("dst=2", 2), ("src=1,dst=3", 3), ("5", 5)])
    func connectionsAreAsManyAsAreAllowed(_ value: String, _ most: Int) {
        let place = TemporaryDirectory()
        sh("mkdir tree; for i in $(seq 10); do head -c 4200000 /dev/zero > tree/$i; done", in: place.path)
        let stub = StubFTPServer("together=\(most)")
        let outcome = ferry(
            "sync", "--ftp-tls=none", "--connections=\(value)", place.file("tree") + "/",
            "ftp://127.0.0.1:\(stub.port)/there")
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(stub.mostLogins == most, "\(value): \(stub.mostLogins)")
    }

    /// Routers forget connections that are silent. The kernel's timer 2 is that for asking whether the other side is there; the
    /// time until then is told in hundredths of a second (proc(5)).
    @Test func controlConnectionsAreKeptAliveDuringLongTransfers() {
        let place = TemporaryDirectory()
        sh("mkdir tree; head -c 6000000 /dev/urandom > tree/large", in: place.path)
        let port = String(server.port, radix: 16, uppercase: true)
        let script = """
            "$0" "$@" & ferry=$!
            sleep 3; kill -0 $ferry
            awk '$3 == "0100007F:\(port)" && $4 == "01" { print $6 }' /proc/net/tcp
            wait $ferry
            """
        let outcome = Program("sh").run(
            [
                "-ec", script, Program.ferry.path, "sync", "--ftp-tls=none", "--bwlimit=1M", place.file("tree") + "/",
                url + "/slow",
            ], environment: environment.merging(["FERRY_FTP_PASSWORD": "pw"]) { $1 })
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let timers = outcome.outputText.split(separator: "\n").map { $0.split(separator: ":") }
        #expect(!timers.isEmpty, "\(outcome.outputText)")
        for timer in timers {
            #expect(timer[0] == "02" && Int(timer[1], radix: 16) ?? .max <= 3000, "\(outcome.outputText)")
        }
    }

    /// A server ends connections that have nothing to do while others are busy with large files.
    @Test func connectionsThatTheServerEndedAreReplaced() {
        let server = ProFTPDServer(patience: 2)
        let place = TemporaryDirectory()
        sh(
            """
            mkdir -p tree/sub; for i in $(seq 30); do echo $i > tree/$i; echo $i > tree/sub/$i; done
            head -c 12000000 /dev/urandom > tree/large; touch -d '2020-02-03 04:05:06 UTC' tree/sub tree
            """, in: place.path)
        let there = "ftp://u@127.0.0.1:\(server.port)/tree"
        for (source, target) in [(place.file("tree"), there), (there, place.file("back"))] {
            let outcome = ferry(
                "sync", "--ftp-tls=none", "--bwlimit=2M", source + "/", target,
                environment: ["FERRY_FTP_PASSWORD": "pw"])
            #expect(outcome.status == 0, "\(outcome.errorText)")
        }
        let difference = Program("diff").run(["-r", place.file("tree"), place.file("back")])
        #expect(difference.status == 0, "\(difference.outputText)")
        let times = Program("stat").run(["-c", "%Y", "tree/sub", "back/sub"], in: place.path)
        #expect(times.outputText == "1580702706\n1580702706\n")
    }

    /// Whoever sets one does not want to be led past it.
    @Test func proxiesAreRefused() {
        let proxy = ["ftp_proxy": "http://127.0.0.1:9"]
        let url = "ftp://127.0.0.1:\(Self.openServer.port)/"
        let refused = ferry("list", "--ftp-tls=none", url, environment: proxy)
        #expect(refused.status == 4 && refused.outputText.isEmpty, "\(refused.status)")
        #expect(refused.errorText.split(separator: "\n").count == 1 && refused.errorText.contains("ftp_proxy"))
        let direct = ferry(
            "list", "--ftp-tls=none", url, environment: proxy.merging(["no_proxy": "127.0.0.1"]) { $1 })
        #expect(direct.status == 0, "\(direct.errorText)")
    }

    @Test func connectionsThatAreNoneAreRefused() {
        let place = TemporaryDirectory()
        #expect(ferry("sync", "--connections=src=x", place.path, place.path).status == 1)
    }
}
