import Harness
import Testing

/// A symlink of the destination that no listing shows is in the way of directories that come together.
@Suite struct SymlinkInTheWayTests {
    @Test(arguments: [false, true]) func nothingIsMadeBehindIt(_ agent: Bool) {
        let wire = FarWire()
        let directory = TemporaryDirectory()
        let script = "mkdir -p src/victim/sub/deep outside there; ln -s ../outside there/victim"
        #expect(Program("sh").run(["-ec", script], in: directory.path).status == 0)
        let outcome = Program.ferry.run(
            [
                "sync", "-R", "--exclude=/victim", "--rsh=\(wire.remoteShell)",
                "--agent=\(agent ? Program.ferry.path : "never")", "--no-state", "./victim/sub",
                "server:\(directory.path)/there/",
            ], in: directory.path + "/src")
        #expect(outcome.status == 23, "\(outcome.errorText)")
        #expect(Program("ls").run(["-A", directory.path + "/outside"]).outputText == "")
    }
}
