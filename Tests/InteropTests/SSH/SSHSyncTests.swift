import Glibc
import Harness
import Servers
import Testing

/// The program against a real sshd: what goes there and comes back is what it was.
@Suite struct SSHSyncTests {
    private func ferry(_ way: SSHWay, _ words: [String], input: [UInt8] = []) -> Program.Outcome {
        Program.ferry.run(
            [words[0]] + way.options + words.dropFirst(), environment: way.environment, input: input)
    }

    /// A tree with all that the server keeps.
    private func makeTree(in directory: borrowing TemporaryDirectory, for way: SSHWay) -> String {
        let script = """
            mkdir -p src/a/b 'src/odd name' src/empty
            echo one > src/a/one; echo two > src/a/b/two; : > src/a/nothing
            printf 'x%.0s' $(seq 300000) > src/big
            echo odd > "src/odd name/it's \\"odd\\""
            \(way == .proftpd ? "" : "ln -s a/one src/link; ln -s nowhere src/dangling")
            chmod 600 src/a/one; chmod 755 src/a/b/two; chmod 2750 src/a/b
            touch -d '2001-02-03 04:05:06' src/a/one src/a
            """
        let made = Program("sh").run(["-ec", script], in: directory.path)
        #expect(made.status == 0, "\(made.errorText)")
        return "\(directory.path)/src"
    }

    private func difference(_ first: String, _ second: String) -> String {
        Program("rsync").run(["-ain", "--delete", "--checksum", first + "/", second + "/"]).outputText
    }

    @Test(arguments: SSHWay.allCases) func aTreeGoesThereAndBack(_ way: SSHWay) {
        let directory = TemporaryDirectory()
        let source = makeTree(in: directory, for: way)
        let there = "\(directory.path)/there"
        let back = "\(directory.path)/back"
        let up = ferry(way, ["sync", source + "/", way.place(there)])
        #expect(up.status == 0, "\(up.errorText)")
        #expect(difference(source, there) == "")
        let down = ferry(way, ["sync", way.place("\(there)/"), back])
        #expect(down.status == 0, "\(down.errorText)")
        #expect(difference(source, back) == "")
        let again = ferry(way, ["sync", "-i", source + "/", way.place(there)])
        #expect(again.status == 0 && again.outputText == "", "\(again.outputText)\(again.errorText)")
    }

    @Test(arguments: SSHWay.allCases) func fromRemoteToRemote(_ way: SSHWay) {
        let directory = TemporaryDirectory()
        let source = makeTree(in: directory, for: way)
        let there = "\(directory.path)/there"
        let outcome = ferry(way, ["sync", way.place("\(source)/"), way.url(there)])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(difference(source, there) == "")
    }

    @Test(arguments: SSHWay.allCases) func deletesAndReplacesLikeALocalDestination(_ way: SSHWay) {
        let directory = TemporaryDirectory()
        let source = makeTree(in: directory, for: way)
        let there = "\(directory.path)/there"
        #expect(
            Program("sh").run(
                ["-ec", "mkdir -p there/link there/extra/deep; echo x > there/extra/deep/f; echo y > there/big"],
                in: directory.path
            ).status == 0)
        let outcome = ferry(way, ["sync", "--delete", source + "/", way.place(there)])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(difference(source, there) == "")
    }

    /// proftpd would put the file in place of what the link leads to, and cannot be asked for links.
    @Test func aLinkIsReplacedWhereTheServerFollowsIt() {
        let directory = TemporaryDirectory()
        let script = """
            mkdir src there; echo new > src/name; ln -s x src/link
            echo kept > there/other; ln -s other there/name
            """
        let made = Program("sh").run(["-ec", script], in: directory.path)
        #expect(made.status == 0)
        let outcome = ferry(.proftpd, ["sync", "\(directory.path)/src/", "server:\(directory.path)/there"])
        #expect(outcome.status == 23 && outcome.errorText.contains("link"), "\(outcome.errorText)")
        #expect(directory.read("there/name") == Array("new\n".utf8))
        #expect(directory.read("there/other") == Array("kept\n".utf8))
    }

    /// The old file steps aside first where the server has nothing better.
    @Test func whatCannotBeReplacedAtOnceIsSaid() {
        let directory = TemporaryDirectory()
        let server = SSHServer(.none, settings: ["Subsystem sftp internal-sftp -P posix-rename"])
        let options = ["sync", "--rsh=\(server.remoteShell)", "--agent=never", "--stats", "-I"]
        let place = "server:\(directory.path)/there"
        directory.write(Array("one".utf8), "file")
        let first = Program.ferry.run(options + ["\(directory.path)/file", place])
        #expect(first.status == 0 && !first.outputText.contains("more than one step"), "\(first.outputText)")
        directory.write(Array("another".utf8), "file")
        let second = Program.ferry.run(options + ["\(directory.path)/file", place])
        #expect(second.status == 0 && second.outputText.contains("more than one step"), "\(second.outputText)")
        #expect(directory.read("there") == Array("another".utf8))
        let left = Program("find").run([directory.path, "-name", ".*.ferry-*"]).outputText
        #expect(left == "")
    }

    @Test(arguments: SSHWay.allCases) func theRsyncPresetIsTheSameThere(_ way: SSHWay) {
        let directory = TemporaryDirectory()
        let source = makeTree(in: directory, for: way)
        let there = "\(directory.path)/there"
        let outcome = Program.ferry.run(
            ["rsync", "-a"] + way.options + [source + "/", way.place("\(there)/")], environment: way.environment)
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(difference(source, there) == "")
    }

    @Test(arguments: SSHWay.allCases) func onePlaceIsListedReadWrittenAndRemoved(_ way: SSHWay) {
        let directory = TemporaryDirectory()
        let file = way.place("\(directory.path)/file")
        let put = ferry(way, ["put", file], input: Array("content".utf8))
        #expect(put.status == 0, "\(put.errorText)")
        #expect(ferry(way, ["cat", file]).outputText == "content")
        #expect(ferry(way, ["list", way.place(directory.path)]).outputText == "file\n")
        #expect(ferry(way, ["remove", file]).status == 0)
        #expect(ferry(way, ["list", way.place(directory.path)]).outputText == "")
        #expect(ferry(way, ["cat", file]).status == 23)
    }

    @Test(arguments: SSHWay.allCases) func checkTellsDifferences(_ way: SSHWay) {
        let directory = TemporaryDirectory()
        let source = makeTree(in: directory, for: way)
        #expect(ferry(way, ["check", source, way.place(source)]).status == 0)
        #expect(Program("sh").run(["-ec", "cp -a src copy; echo x > copy/big"], in: directory.path).status == 0)
        let outcome = ferry(way, ["check", "\(directory.path)/copy", way.place(source)])
        #expect(outcome.status == 1, "\(outcome.errorText)")
        #expect(outcome.outputText.contains("big"))
    }

    @Test(arguments: SSHWay.allCases) func pathsBeginAtHome(_ way: SSHWay) throws {
        guard let home = getpwuid(geteuid()).map({ String(cString: $0.pointee.pw_dir) }), geteuid() == 0 else { return }
        // The other ways make something there meanwhile.
        func listed(_ path: String) -> [Substring] {
            let outcome = ferry(way, ["list", way.place(path)])
            #expect(outcome.status == 0, "\(outcome.errorText)")
            return outcome.outputText.split(separator: "\n").filter { !$0.contains("ferry-test-") }
        }
        #expect(listed("~") == listed(""))
        #expect(!home.isEmpty)
        // What is not there yet, and a slash at its end.
        let directory = TemporaryDirectory()
        let source = makeTree(in: directory, for: way)
        let name = "ferry-test-\(directory.path.split(separator: "-").last!)"
        defer { _ = Program("rm").run(["-rf", "\(home)/\(name)"]) }
        let made = ferry(way, ["sync", source + "/", way.place("~/\(name)/")])
        #expect(made.status == 0, "\(made.errorText)")
        #expect(difference(source, "\(home)/\(name)") == "")
    }
}
