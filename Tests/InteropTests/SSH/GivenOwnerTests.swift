import Glibc
import Harness
import Servers
import Testing

/// Root gives files their owners over SFTP, whomever the directory belongs to that its sessions begin in.
@Suite(.enabled(if: geteuid() == 0)) struct GivenOwnerTests {
    /// - Parameter start: The owner of the directory that sessions begin in.
    @Test(arguments: [0, 4242, 1234]) func rootGivesOwners(_ start: Int) {
        let directory = TemporaryDirectory()
        func run(_ script: String) -> Program.Outcome { Program("sh").run(["-ec", script], in: directory.path) }
        let made = run(
            """
            chmod 755 .; mkdir start src; chown \(start):\(start) start
            echo 1 > src/f; chown 1234:1235 src/f; echo 2 > src/g; ln -s f src/l; chown -h 1234:1235 src/l
            mkdir src/d; chown 4242:4242 src/d
            """)
        #expect(made.status == 0, "\(made.errorText)")
        let server = SSHServer(settings: ["ForceCommand internal-sftp -d \(directory.path)/start"])
        func sync() -> Program.Outcome {
            Program.ferry.run(
                [
                    "sync", "-i", "--no-state", "--rsh=\(server.remoteShell)", directory.file("src/"),
                    "server:\(directory.path)/there",
                ])
        }
        let first = sync()
        #expect(first.status == 0 && first.errorText == "", "\(first.errorText)")
        #expect(
            run("cd there; stat -c '%n %u:%g' d f g l").outputText == "d 4242:4242\nf 1234:1235\ng 0:0\nl 1234:1235\n")
        let again = sync()
        #expect(again.status == 0 && again.outputText + again.errorText == "", "\(again.outputText)\(again.errorText)")
        _ = run("chown 0:0 there/f")
        #expect(sync().outputText == ".f....og... f\n")
        #expect(run("stat -c '%u:%g' there/f").outputText == "1234:1235\n")
    }
}
