import Glibc
import Harness
import Servers
import Testing

/// The program beside WebDAV servers; what arrived is compared on their disks.
@Suite struct DAVCommandTests {
    private static let nginx = NginxServer()
    private static let apache = ApacheServer()
    private static let rclone = RcloneDAVServer()
    private static let wsgidav = WsgiDAVServer()
    private static let headedWsgidav = WsgiDAVServer(.header)
    private let environment = ["HOME": "/proc/none", "NETRC": "/proc/none", "FERRY_HTTP_PASSWORD": "pw"]

    enum Kind: String, Sendable, CaseIterable { case nginx, apache, rclone, wsgidav, headedWsgidav }

    private func server(_ kind: Kind) -> (data: String, port: Int) {
        switch kind {
        case .nginx: (Self.nginx.data, Self.nginx.port)
        case .apache: (Self.apache.data, Self.apache.port)
        case .rclone: (Self.rclone.data, Self.rclone.port)
        case .wsgidav: (Self.wsgidav.data, Self.wsgidav.port)
        case .headedWsgidav: (Self.headedWsgidav.data, Self.headedWsgidav.port)
        }
    }

    private func url(_ kind: Kind, port: Int) -> String {
        "dav://u@127.0.0.1:\(port)" + (kind == .nginx ? "/dav" : "")
    }

    private func place(_ kind: Kind) -> (data: String, url: String) {
        let (data, port) = server(kind)
        return (data, url(kind, port: port))
    }

    private func ferry(_ arguments: String...) -> Program.Outcome {
        Program.ferry.run(arguments, environment: environment)
    }

    private func source(for kind: Kind = .nginx) -> TemporaryDirectory {
        let directory = TemporaryDirectory()
        // wsgidav takes a question mark for the end of a name.
        let odd = [.wsgidav, .headedWsgidav].contains(kind) ? "sub/sp ace%&+#" : "sub/sp ace%&+?#"
        let script = """
            set -e
            mkdir -p empty sub/deep; printf one > one; : > nothing; printf x > '\(odd)'; printf y > sub/deep/é
            head -c 3000000 /dev/urandom > sub/large; touch -d '2020-02-03 04:05:06 UTC' one
            """
        let outcome = Program("/bin/sh").run(["-c", script], in: directory.path)
        precondition(outcome.status == 0, outcome.errorText)
        return directory
    }

    @Test(arguments: Kind.allCases) func bringsATreeThereAndBack(_ kind: Kind) {
        let (data, url) = place(kind)
        let source = source(for: kind)
        let up = ferry("sync", source.path + "/", url + "/tree")
        #expect(up.status == 0, "\(up.errorText)")
        let there = Program("diff").run(["-r", source.path, data + "/tree"])
        #expect(there.status == 0, "\(there.outputText)")
        let back = TemporaryDirectory()
        let down = ferry("sync", url + "/tree/", back.path)
        #expect(down.status == 0, "\(down.errorText)")
        #expect(Program("diff").run(["-r", source.path, back.path]).status == 0)
        #expect(Program("rm").run([source.path + "/one"]).status == 0)
        #expect(ferry("sync", "--delete", source.path + "/", url + "/tree").status == 0)
        #expect(Program("diff").run(["-r", source.path, data + "/tree"]).status == 0)
        #expect(ferry("remove", "-r", url + "/tree").status == 0)
        #expect(Program("test").run(["-e", data + "/tree"]).status != 0)
    }

    /// Times are kept in one way or another, so that nothing is sent twice: by `Date`, `X-OC-Mtime` and PROPPATCH.
    @Test(arguments: [Kind.nginx, .headedWsgidav, .wsgidav]) func sendsWhatChangedOnly(_ kind: Kind) {
        let (data, url) = place(kind)
        let source = source(for: kind)
        #expect(ferry("sync", source.path + "/", url + "/again").status == 0)
        let time = Program("stat").run(["-c", "%Y", data + "/again/one"])
        #expect(time.outputText == "1580702706\n")
        let again = ferry("sync", "--no-state", "-i", source.path + "/", url + "/again")
        #expect(again.status == 0 && !again.outputText.contains("<f"), "\(again.outputText)")
        #expect(!again.outputText.contains(">f"), "\(again.outputText)")
    }

    /// A file that was changed in the second in which it is sent has its time by chance: that tells nothing of the server.
    @Test func aTimeThatIsRightByChanceProvesNothing() {
        let (data, url) = place(.wsgidav)
        let source = TemporaryDirectory()
        let script = "for i in 1 2 3; do touch $i; done; touch -d '2020-02-03 04:05:06 UTC' 4 5 6"
        #expect(Program("sh").run(["-c", script], in: source.path).status == 0)
        #expect(ferry("sync", "--parallel=1", source.path + "/", url + "/chance").status == 0)
        let times = Program("stat").run(["-c", "%Y", "4", "5", "6"], in: data + "/chance")
        #expect(times.outputText == "1580702706\n1580702706\n1580702706\n", "\(times.outputText)")
    }

    /// Of the files that were under way when a signal came, nothing stays under its hidden name.
    @Test(arguments: [Kind.nginx, .apache]) func whoIsInterruptedLeavesNothing(_ kind: Kind) {
        let (data, port) = server(kind)
        let relay = DelayRelay(to: port, milliseconds: 40)
        let source = TemporaryDirectory()
        let script = "mkdir tree; for i in $(seq 400); do echo $i > tree/$i; done"
        #expect(Program("sh").run(["-c", script], in: source.path).status == 0)
        let outcome = Program("timeout").run(
            [
                "--foreground", "-s", "TERM", "3", "env", "--default-signal=TERM", Program.ferry.path, "sync",
                source.path + "/tree/",
                url(kind, port: relay.port) + "/cut",
            ],
            environment: environment)
        #expect(outcome.status == 124 && outcome.errorText.contains("interrupted"), "\(outcome.errorText)")
        let left = Program("find").run([data + "/cut", "-name", ".*"])
        #expect(left.status == 0 && left.outputText == "", "\(left.outputText)")
        #expect(ferry("remove", "-r", place(kind).url + "/cut").status == 0)
    }

    /// Where no times are kept, what the last run remembers tells what is there already.
    @Test func sendsNothingAgainWhereNoTimesAreKept() {
        let (_, url) = place(.apache)
        let source = source()
        let state = TemporaryDirectory()
        func sync() -> Program.Outcome {
            Program.ferry.run(
                ["sync", "-i", source.path + "/", url + "/timeless"],
                environment: environment.merging(["XDG_STATE_HOME": state.path]) { $1 })
        }
        // What was changed within the kernel's tick before it is read is not remembered as sent.
        usleep(100_000)
        #expect(sync().status == 0)
        // The server calls its tags by another name after the second in which a file was written.
        sleep(2)
        let again = sync()
        #expect(again.status == 0 && !again.outputText.contains(">f"), "\(again.outputText)\(again.errorText)")
        #expect(ferry("remove", "-r", url + "/timeless").status == 0)
    }

    /// What is on the server already is copied there: its content goes neither this way nor that.
    @Test(arguments: Kind.allCases) func copiesOnTheServer(_ kind: Kind) {
        let (data, port) = server(kind)
        let relay = Relay(to: port)
        let url = url(kind, port: relay.port)
        let source = source(for: kind)
        let size = 40_000_000
        #expect(Program("sh").run(["-c", "head -c \(size) /dev/urandom > larger"], in: source.path).status == 0)
        #expect(ferry("sync", source.path + "/", url + "/original").status == 0)
        relay.set(nil)
        let copied = ferry("sync", url + "/original/", url + "/copy")
        #expect(copied.status == 0, "\(copied.errorText)")
        #expect(relay.sent < 100_000, "\(relay.sent)")
        // What a response has on its way when it turns out that it is not needed.
        #expect(relay.received < size / 2, "\(relay.received)")
        #expect(Program("diff").run(["-r", source.path, data + "/copy"]).status == 0)
    }

    /// What the server would take for another name is not sent, and what has that name stays.
    @Test func namesThatAServerMistakesAreRefused() {
        let (data, url) = place(.wsgidav)
        let source = TemporaryDirectory()
        let script = "printf new > 'a?b'; printf new > \"$(printf 'x\\377')\"; printf other > other"
        #expect(Program("sh").run(["-c", script], in: source.path).status == 0)
        #expect(Program("sh").run(["-c", "mkdir odd; printf old > odd/a"], in: data).status == 0)
        let sent = ferry("sync", source.path + "/", url + "/odd")
        #expect(sent.status == 23 && sent.errorText.contains("'a?b'"), "\(sent.status) \(sent.errorText)")
        #expect(Program("ls").run(["-A", data + "/odd"]).outputText == "a\nother\n")
        #expect(Program("cat").run([data + "/odd/a"]).outputText == "old")
    }

    /// Over TLS, by the authority that is named alone: there, back, and nothing in a further run.
    /// What the server made of the names that were tried out goes, too: it leaves a newline out.
    @Test func namesThatAreTriedOutLeaveNothing() {
        let (data, url) = place(.wsgidav)
        let source = TemporaryDirectory()
        let script = "printf new > \"$(printf 'a\\nb')\"; printf other > other"
        #expect(Program("sh").run(["-c", script], in: source.path).status == 0)
        let sent = ferry("sync", source.path + "/", url + "/tried")
        #expect(sent.status == 23 && sent.errorText.contains("another name"), "\(sent.status) \(sent.errorText)")
        #expect(Program("ls").run(["-A", data + "/tried"]).outputText == "other\n")
    }

    @Test func bringsATreeThereAndBackOverTLS() {
        let apache = Self.apache
        let url = "davs://u@localhost:\(apache.securePort)/secure"
        let trust = ["--ca-cert", apache.certificates.authority]
        let source = source()
        let back = TemporaryDirectory()
        func sync(_ words: String...) -> Program.Outcome {
            Program.ferry.run(
                ["sync", "-i"] + trust + words,
                environment: environment.merging(["XDG_STATE_HOME": back.file("state")]) { $1 })
        }
        // What was changed within the kernel's tick before it is read is not remembered as sent.
        usleep(100_000)
        let up = sync(source.path + "/", url)
        #expect(up.status == 0, "\(up.errorText)")
        #expect(Program("diff").run(["-r", source.path, apache.data + "/secure"]).status == 0)
        // The server calls its tags by another name after the second in which a file was written.
        sleep(2)
        let again = sync(source.path + "/", url)
        #expect(again.status == 0 && again.outputText == "", "\(again.outputText)\(again.errorText)")
        let down = sync(url + "/", back.file("tree"))
        #expect(down.status == 0, "\(down.errorText)")
        #expect(Program("diff").run(["-r", source.path, back.file("tree")]).status == 0)
        let unknown = ferry("sync", source.path + "/", url)
        #expect(unknown.status == 5 && unknown.errorText.split(separator: "\n").count == 1, "\(unknown.errorText)")
        let removed = Program.ferry.run(["remove", "-r", url] + trust, environment: environment)
        #expect(removed.status == 0, "\(removed.errorText)")
    }

    /// A web server that says it speaks WebDAV is written to.
    @Test func writesOverHTTPWhereTheServerSpeaksDAV() {
        let source = source()
        let url = "http://u@127.0.0.1:\(Self.apache.port)/plain"
        let sent = ferry("sync", source.path + "/", url)
        #expect(sent.status == 0, "\(sent.errorText)")
        #expect(Program("diff").run(["-r", source.path, Self.apache.data + "/plain"]).status == 0)
        #expect(ferry("remove", "-r", url).status == 0)
    }

    /// Nobody tells of permissions there.
    @Test func permissionsThatAreNotKnownAreShownSo() {
        let (data, url) = place(.apache)
        #expect(Program("sh").run(["-c", "mkdir -p unknown/d; echo > unknown/f"], in: data).status == 0)
        let kinds = ferry("list", "-l", url + "/unknown").outputText.split(separator: "\n").map { $0.prefix(11) }
        #expect(kinds == ["d????????? ", "-????????? "])
        #expect(Program("rm").run(["-r", data + "/unknown"]).status == 0)
    }

    @Test func refusesInOneLine() {
        let plain = ferry("list", "dav://127.0.0.1:\(Self.nginx.port)/json/")
        #expect(plain.status != 0 && plain.errorText.split(separator: "\n").count == 1, "\(plain.errorText)")
        let nobody = ferry("list", "dav://127.0.0.1:\(Self.apache.port)/")
        #expect(nobody.status == 5 && nobody.errorText.split(separator: "\n").count == 1, "\(nobody.errorText)")
        let kept = TemporaryDirectory()
        let source = "dav://127.0.0.1:\(Self.apache.port)/"
        let unknown = ferry("sync", "--delete", source, kept.path + "/")
        #expect(unknown.status == 5 && unknown.errorText.hasPrefix("ferry: cannot connect to \(source)"))
        #expect(unknown.errorText.split(separator: "\n").count == 1, "\(unknown.errorText)")
    }
}
