import Glibc
import Harness
import Servers
import Testing

/// Keys in hardware: ssh says only on a terminal that one is to be touched.
@Suite struct HardwareKeyTests {
    private func list(_ directory: borrowing TemporaryDirectory) -> Program.Outcome {
        let stub = """
            #!/bin/sh
            if [ -t 2 ]; then printf '\\rConfirm user presence for key ED25519-SK SHA256:abc\\r\\n' >&2; sleep 1; fi
            echo noise >&2
            exec \(SSHWay.server.remoteShell) "$@"
            """
        directory.write(Array(stub.utf8), "ssh")
        chmod("\(directory.path)/ssh", 0o755)
        return Program("script").run([
            "-qec",
            "\(Program.ferry.path) list --rsh=\(directory.path)/ssh --agent=never server:/etc/hostname", "/dev/null",
        ])
    }

    @Test func whoHasToTouchAKeyIsTold() {
        let outcome = list(TemporaryDirectory())
        #expect(outcome.status == 0, "\(outcome.outputText)")
        #expect(outcome.outputText.contains("ssh says: Confirm user presence for key ED25519-SK SHA256:abc"))
        #expect(outcome.outputText.contains("hostname") && !outcome.outputText.contains("noise"))
    }
}
