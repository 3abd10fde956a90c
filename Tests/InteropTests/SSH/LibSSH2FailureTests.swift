import Glibc
import Harness
import Servers
import Testing

/// Connections of libssh2 that do not come to be, or break: one clear line, and the status that tells what it was.
@Suite struct LibSSH2FailureTests {
    private func client(_ server: SSHServer) -> LibSSH2Client {
        let client = LibSSH2Client(server)
        client.own()
        client.know()
        return client
    }

    private func expectOneLine(
        _ outcome: Program.Outcome, _ status: Int32, _ words: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.status == status, "\(outcome.errorText)", sourceLocation: sourceLocation)
        #expect(
            outcome.errorText.split(separator: "\n").count == 1, "\(outcome.errorText)", sourceLocation: sourceLocation)
        #expect(outcome.errorText.contains(words), "\(outcome.errorText)", sourceLocation: sourceLocation)
    }

    @Test func refused() {
        let server = SSHServer()
        let client = client(server)
        server.end()
        expectOneLine(client.list(), 5, "connection refused")
    }

    @Test func whereNobodyIsCalledSo() {
        let outcome = Program("timeout", leading: ["60"]).run(
            [Program.ferry.path, "list", "--ssh-transport=libssh2", "sftp://nobody.invalid/"])
        expectOneLine(outcome, 5, "nobody.invalid")
    }

    @Test func aServerWithoutSFTP() {
        expectOneLine(client(SSHServer(.none)).list(), 4, "the server offers no SFTP")
    }

    @Test func aHostThatIsSilentFromTheStart() {
        let server = SSHServer()
        let client = client(server)
        server.freeze()
        expectOneLine(client.list(["--contimeout=1"]), 35, "timed out")
    }

    /// The server stops, or is killed, in the middle of a file.
    @Test(arguments: [("STOP", 30), ("KILL", 10)] as [(String, Int32)])
    func aHostThatStopsInTheMiddle(_ signal: String, _ status: Int32) {
        let server = SSHServer()
        let client = client(server)
        let script = """
            place=$1 group=$2; shift 2
            { head -c 3000000 /dev/zero
              until ls -A "$place" | grep -q ferry; do sleep 0.02; done
              kill -\(signal) $(pgrep -P "$group") "$group"
              head -c 30000000 /dev/zero 2> /dev/null; } | "$@"
            """
        let there = client.directory.file("there")
        mkdir(there, 0o755)
        let outcome = Program(
            "timeout", leading: ["60", "bash", "-c", script, "bash", there, "\(server.processGroup)"]
        ).run(
            [
                Program.ferry.path, "put", "--ssh-transport=libssh2", "--agent=never", "--timeout=2",
                "sftp://127.0.0.1:\(server.port)\(there)/file",
            ], environment: ["HOME": client.home, "SSH_AUTH_SOCK": ""])
        expectOneLine(outcome, status, "file")
        #expect(access("\(there)/file", F_OK) != 0)
    }

    /// Where there is no ssh program nothing has to be said.
    @Test func itIsUsedWhereThereIsNoProgram() {
        let client = client(SSHServer())
        let outcome = client.list(transport: [], through: ["/usr/bin/env", "PATH=\(client.home)"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
    }

    @Test func anotherProgramIsAContradiction() {
        let outcome = Program.ferry.run(["list", "--ssh-transport=libssh2", "--rsh=ssh", "host:/"])
        expectOneLine(outcome, 1, "--rsh")
        expectOneLine(Program.ferry.run(["list", "--ssh-transport=telnet", "host:/"]), 1, "'ssh' or 'libssh2'")
    }
}
