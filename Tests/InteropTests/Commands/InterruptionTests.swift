import Harness
import Servers
import Testing

/// Ctrl-C while the first question to a server has no answer yet.
@Suite("Interruption")
struct InterruptionTests {
    @Test(
        "is told as such, whatever was asked",
        arguments: [
            "list", "cat", "put", "remove -r", "check . ", "sync . ", "manifest create", "manifest verify m",
            "zsync get",
        ], ["http", "ftp", "sftp", "sftp --agent=never", "sftp --ssh-transport=libssh2"])
    func firstQuestion(_ command: String, _ way: String) {
        // Nothing but HTTP is asked for control files.
        if command == "zsync get" && way != "http" { return }
        let words = way.split(separator: " ", maxSplits: 1)
        let server = SilentServer()
        let shell = Shell()
        let run = shell.run(
            """
            printf '%s  a\\n' $(printf x | sha256sum | cut -c1-64) > m
            env --default-signal=INT "$FERRY" \(command) \(words[0])://127.0.0.1:\(server.port)/a \
                \(words.dropFirst().joined()) <m & ferry=$!
            until grep -q '^SigCgt:.*[1-9a-f]' /proc/$ferry/status; do :; done
            sleep 0.5; kill -INT $ferry; wait $ferry
            """)
        #expect(run.status == 20, "\(run.status) \(run.errorText)")
        #expect(run.errorText.hasPrefix("ferry: interrupted"), "\(run.errorText)")
        #expect(run.errorText.filter(\.isNewline).count == 1, "\(run.errorText)")
    }
}
