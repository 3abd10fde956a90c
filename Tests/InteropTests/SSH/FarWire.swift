import Glibc
import Harness
import Servers

/// A program in place of ssh that starts what is asked for on this machine, and hands answers over only when nothing more is
/// asked: each time is a round trip of a link however long.
struct FarWire: ~Copyable {
    private let directory = TemporaryDirectory()

    init() {
        let server = ServerPackage.openSSH.path("usr/lib/openssh/sftp-server")
        let script = """
            #!/usr/bin/env python3
            import os, select, subprocess, sys
            wanted = sys.argv[-1]
            command = ["\(server)"] if wanted == "sftp" else ["sh", "-c", "exec " + wanted]
            there = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
            answers, count = b"", 0
            while True:
                ready, _, _ = select.select([0, there.stdout], [], [], 0.25 if answers else None)
                if 0 in ready:
                    asked = os.read(0, 1 << 16)
                    if not asked:
                        break
                    there.stdin.write(asked)
                if there.stdout in ready:
                    more = os.read(there.stdout.fileno(), 1 << 16)
                    if not more:
                        break
                    answers += more
                if not ready:
                    count += 1
                    with open("\(directory.path)/count", "w") as file:
                        file.write(str(count))
                    os.write(1, answers)
                    answers = b""
            """
        directory.write(Array(script.utf8), "ssh")
        chmod("\(directory.path)/ssh", 0o755)
    }

    /// For `--rsh`.
    var remoteShell: String { "\(directory.path)/ssh" }

    /// How many round trips there have been.
    var roundTrips: Int? {
        Int(Program("cat").run(["\(directory.path)/count"]).outputText)
    }
}
