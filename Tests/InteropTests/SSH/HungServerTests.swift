import Harness
import Servers
import Testing

/// Ctrl-C while a server that was there does not answer any more, and nobody said how long to wait.
@Suite("A server that hangs") struct HungServerTests {
    private enum Way: CaseIterable { case sftp, agent, libssh2 }

    @Test("is not waited for after a signal", arguments: Way.allCases, [true, false])
    private func interrupted(_ way: Way, isUpload: Bool) {
        let server = SSHServer()
        let client = LibSSH2Client(server)
        client.own()
        client.know()
        let directory = TemporaryDirectory()
        let options: [String] =
            switch way {
            case .sftp: ["--agent=never", "--rsh=\(server.remoteShell)"]
            case .agent: ["--agent=\(Program.ferry.path)", "--rsh=\(server.remoteShell)"]
            case .libssh2: ["--agent=never", "--ssh-transport=libssh2"]
            }
        let far: (String) -> String = { way == .libssh2 ? "sftp://127.0.0.1:\(server.port)\($0)" : "server:\($0)" }
        let (here, there) = (directory.file("big"), directory.file("new/big"))
        let script = """
            mkdir new; head -c 60000000 /dev/urandom > big; group=\(server.processGroup)
            env --default-signal=INT "$@" & ferry=$!
            until pgrep -P $group; do kill -0 $ferry || exit 1; sleep 0.02; done; sleep 1
            hung=$(echo $(pgrep -P $group) $group); kill -STOP $hung; trap "kill -CONT $hung" EXIT
            sleep 0.5; kill -INT $ferry; wait $ferry
            """
        let outcome = Program("timeout", leading: ["60", "bash", "-c", script, "bash"]).run(
            [Program.ferry.path, "sync", "--no-state", "--bwlimit=4M"] + options
                + (isUpload ? [here, far(there)] : [far(here), there]),
            in: directory.path, environment: ["HOME": client.home, "SSH_AUTH_SOCK": ""])
        #expect(outcome.status == 20 && outcome.errorText.hasPrefix("ferry: interrupted"), "\(outcome.errorText)")
        #expect(outcome.errorText.filter(\.isNewline).count == 1, "\(outcome.errorText)")
    }
}
