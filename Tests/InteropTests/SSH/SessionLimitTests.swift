import Glibc
import Harness
import Servers
import Testing

/// Servers that let a connection have few sessions: libssh2 has one connection for all.
@Suite struct SessionLimitTests {
    private func sync(
        _ scheme: String, to server: SSHServer, files: Int, _ options: [String] = []
    ) -> (outcome: Program.Outcome, left: Int) {
        let directory = TemporaryDirectory()
        mkdir(directory.file("source"), 0o755)
        for number in 0..<files { directory.write(Array("\(number)".utf8), "source/\(number)") }
        let there = directory.file("there")
        let outcome = Program("timeout", leading: ["60", Program.ferry.path, "sync"]).run(
            [
                "--ssh-transport=libssh2", directory.file("source") + "/",
                "\(scheme)://127.0.0.1:\(server.port)\(there)",
            ] + options, environment: ["HOME": server.home])
        let left = Program("ls").run(["-A", there]).outputText.split(separator: "\n").count
        return (outcome, left)
    }

    /// Whether there is an agent was asked in a session before.
    @Test func aSingleOneForSFTP() {
        let server = SSHServer(settings: ["MaxSessions 1"])
        for _ in 0..<3 {
            let (outcome, left) = sync("sftp", to: server, files: 20)
            #expect(outcome.status == 0 && outcome.errorText == "" && left == 20, "\(outcome.errorText)")
        }
    }

    @Test(arguments: [1, 2, 3]) func fewForSCP(_ most: Int) {
        let server = SSHServer(.none, settings: ["MaxSessions \(most)"])
        let (outcome, left) = sync("scp", to: server, files: 300)
        #expect(outcome.status == 0 && outcome.errorText == "" && left == 300, "\(left) \(outcome.errorText)")
    }
}
