import Harness
import Servers
import Testing

/// Trees from the pages by which servers other than nginx list directories.
@Suite final class DirectoryPagesTests {
    private static let apache = ApacheServer()
    private static let python = PythonWebServer()

    private let scratch = TemporaryDirectory()
    private let environment = ["HOME": "/proc/none", "NETRC": "/proc/none", "FERRY_HTTP_PASSWORD": "pw"]

    enum Kind: String, Sendable, CaseIterable { case apache, fancyApache, python }

    /// A directory of a server, with the tree in it, and its location.
    private func place(_ kind: Kind) -> (data: String, url: String) {
        let (data, origin) =
            kind == .python
            ? (Self.python.data, "http://127.0.0.1:\(Self.python.port)")
            : (Self.apache.data, "http://u@127.0.0.1:\(Self.apache.port)")
        let name = kind == .fancyApache ? "fancy/\(kind)" : "\(kind)"
        let script = """
            mkdir -p '\(name)/sub/deep' '\(name)/empty' '\(name)/sp ace&+%20'
            cd '\(name)'; printf one > one; : > nothing; printf x > 'sp ace&+%20/ä#?<>"x'; printf y > sub/deep/é
            printf z > a-name-that-is-far-too-long-for-the-columns-of-any-page-of-a-directory.txt
            head -c 3000000 /dev/urandom > sub/large; find . -type f -exec touch -d '2020-02-03 04:05:06 UTC' {} +
            """
        let made = Program("sh").run(["-ec", script], in: data)
        precondition(made.status == 0, made.errorText)
        return ("\(data)/\(name)", "\(origin)/\(name)/")
    }

    @Test(arguments: Kind.allCases) func aTreeIsMirrored(_ kind: Kind) {
        let (data, url) = place(kind)
        func sync(_ options: String...) -> Program.Outcome {
            Program.ferry.run(
                ["sync", "-a", "-i"] + options + [url, scratch.file("copy")],
                environment: environment.merging(["XDG_STATE_HOME": scratch.file("state")]) { $1 })
        }
        func expectSame() {
            let difference = Program("diff").run(["-r", data, scratch.file("copy")])
            #expect(difference.status == 0, "\(difference.outputText)")
        }
        let first = sync()
        #expect(first.status == 0, "\(first.errorText)")
        expectSame()
        let time = Program("stat").run(["-c", "%Y", "one", "sub/large"], in: scratch.file("copy"))
        #expect(time.outputText == "1580702706\n1580702706\n")
        let again = sync()
        #expect(again.status == 0 && again.outputText == "", "\(again.outputText)\(again.errorText)")
        let changed = Program("sh").run(["-ec", "printf two > one; rm nothing"], in: data)
        #expect(changed.status == 0)
        let third = sync("--delete")
        #expect(third.status == 0, "\(third.errorText)")
        expectSame()
        let checked = Program.ferry.run(["check", "-c", url, scratch.file("copy")], environment: environment)
        #expect(checked.status == 0, "\(checked.outputText)\(checked.errorText)")
    }
}
