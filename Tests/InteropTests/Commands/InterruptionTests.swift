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
        ], ["http", "ftp"])
    func firstQuestion(_ command: String, _ scheme: String) {
        let server = SilentServer()
        let shell = Shell()
        let run = shell.run(
            """
            printf '%s  a\\n' $(printf x | sha256sum | cut -c1-64) > m
            env --default-signal=INT "$FERRY" \(command) \(scheme)://127.0.0.1:\(server.port)/a <m & ferry=$!
            until grep -q '^SigCgt:.*[1-9a-f]' /proc/$ferry/status; do :; done
            sleep 0.5; kill -INT $ferry; wait $ferry
            """)
        // Nothing but HTTP is asked for control files.
        if command == "zsync get" && scheme == "ftp" { return }
        #expect(run.status == 20, "\(run.status) \(run.errorText)")
        #expect(run.errorText.hasPrefix("ferry: interrupted"), "\(run.errorText)")
        #expect(run.errorText.filter(\.isNewline).count == 1, "\(run.errorText)")
    }
}
