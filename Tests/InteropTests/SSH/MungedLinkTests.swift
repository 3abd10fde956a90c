import Harness
import Servers
import Testing

/// `--munge-links`: symlinks that come from elsewhere lead nowhere here, and are as they were when they go back.
@Suite struct MungedLinkTests {
    @Test func thereAndBack() {
        let directory = TemporaryDirectory()
        func run(_ script: String) -> String { Program("sh").run(["-ec", script], in: directory.path).outputText }
        func sync(_ from: String, _ to: String) -> String {
            let outcome = Program.ferry.run(
                ["sync", "-i", "--no-state", "--munge-links", "--rsh=\(SSHWay.server.remoteShell)", "--agent=never"]
                    + [from, to], in: directory.path)
            #expect(outcome.status == 0, "\(outcome.errorText)")
            return outcome.outputText
        }
        let there = "server:\(directory.path)"
        _ = run("mkdir src; ln -s a src/l; ln -s /rsyncd-munged/b src/m")
        _ = sync("\(there)/src/", "down")
        let munged = "/rsyncd-munged/a\n/rsyncd-munged//rsyncd-munged/b\n"
        #expect(run("readlink down/l down/m") == munged)
        #expect(sync("\(there)/src/", "down") == "")
        _ = sync("down/", "\(there)/up")
        #expect(run("readlink up/l up/m") == "a\n/rsyncd-munged/b\n")
        #expect(sync("down/", "\(there)/up") == "")
        _ = sync("down/", "beside")
        #expect(run("readlink beside/l beside/m") == "a\n/rsyncd-munged/b\n")
    }
}
