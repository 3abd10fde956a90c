import Glibc
import Harness
import Servers
import Testing

/// The program beside WebDAV servers; what arrived is compared on their disks.
@Suite struct DAVCommandTests {
    private static let nginx = NginxServer()
    private static let apache = ApacheServer()
    private static let rclone = RcloneDAVServer()
    private let environment = ["HOME": "/proc/none", "NETRC": "/proc/none", "FERRY_HTTP_PASSWORD": "pw"]

    enum Kind: String, Sendable, CaseIterable { case nginx, apache, rclone }

    private func place(_ kind: Kind) -> (data: String, url: String) {
        switch kind {
        case .nginx: (Self.nginx.data, "dav://u@127.0.0.1:\(Self.nginx.port)/dav")
        case .apache: (Self.apache.data, "dav://u@127.0.0.1:\(Self.apache.port)")
        case .rclone: (Self.rclone.data, "dav://u@127.0.0.1:\(Self.rclone.port)")
        }
    }

    private func ferry(_ arguments: String...) -> Program.Outcome {
        Program.ferry.run(arguments, environment: environment)
    }

    private func source() -> TemporaryDirectory {
        let directory = TemporaryDirectory()
        let script = """
            set -e
            mkdir -p empty sub/deep; printf one > one; : > nothing; printf x > 'sub/sp ace%&+?#'; printf y > sub/deep/é
            head -c 3000000 /dev/urandom > sub/large; touch -d '2020-02-03 04:05:06 UTC' one
            """
        let outcome = Program("/bin/sh").run(["-c", script], in: directory.path)
        precondition(outcome.status == 0, outcome.errorText)
        return directory
    }

    @Test(arguments: Kind.allCases) func bringsATreeThereAndBack(_ kind: Kind) {
        let (data, url) = place(kind)
        let source = source()
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

    /// Times are kept in one way or another, so that nothing is sent twice.
    @Test(arguments: [Kind.nginx]) func sendsWhatChangedOnly(_ kind: Kind) {
        let (data, url) = place(kind)
        let source = source()
        #expect(ferry("sync", source.path + "/", url + "/again").status == 0)
        let time = Program("stat").run(["-c", "%Y", data + "/again/one"])
        #expect(time.outputText == "1580702706\n")
        let again = ferry("sync", "-i", source.path + "/", url + "/again")
        #expect(again.status == 0 && !again.outputText.contains("<f"), "\(again.outputText)")
        #expect(!again.outputText.contains(">f"), "\(again.outputText)")
    }

    /// What is on the server already is copied there.
    @Test(arguments: Kind.allCases) func copiesOnTheServer(_ kind: Kind) {
        let (data, url) = place(kind)
        let source = source()
        #expect(ferry("sync", source.path + "/", url + "/original").status == 0)
        let copied = ferry("sync", "--json", url + "/original/", url + "/copy")
        #expect(copied.status == 0, "\(copied.errorText)")
        #expect(Program("diff").run(["-r", source.path, data + "/copy"]).status == 0)
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

    @Test func refusesInOneLine() {
        let plain = ferry("list", "dav://127.0.0.1:\(Self.nginx.port)/json/")
        #expect(plain.status != 0 && plain.errorText.split(separator: "\n").count == 1, "\(plain.errorText)")
        let nobody = ferry("list", "dav://127.0.0.1:\(Self.apache.port)/")
        #expect(nobody.status == 5 && nobody.errorText.split(separator: "\n").count == 1, "\(nobody.errorText)")
    }
}
