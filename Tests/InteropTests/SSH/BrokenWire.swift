import Glibc
import Harness
import Servers

/// A program in place of ssh that starts what is asked for on this machine, and does something to its connections.
struct BrokenWire: ~Copyable {
    private let directory = TemporaryDirectory()
    private let agent: Bool

    enum Fault {
        /// The first connection breaks after so many bytes in one direction; the next ones are whole.
        case cut(after: Int, Direction)
        /// The same, and nobody answers any more.
        case end(after: Int)
        /// After so many bytes nothing comes any more, and nothing is taken.
        case silence(after: Int)
    }

    enum Direction: CaseIterable {
        case there, back
    }

    init(_ fault: Fault, agent: Bool) {
        self.agent = agent
        let faulty =
            switch fault {
            case .cut(let count, .there): "dd bs=1 status=none count=\(count) | \"$@\""
            case .cut(let count, .back), .end(let count):
                "\"$@\" | { dd bs=1 status=none count=\(count); kill -KILL 0; }"
            case .silence(let count): "\"$@\" | { dd bs=1 status=none count=\(count); exec sleep 30 >&-; }"
            }
        let later =
            if case .end = fault { "echo 'ssh: connect to host: Connection refused' >&2; exit 255" } else {
                "exec \"$@\""
            }
        let server = ServerPackage.openSSH.path("usr/lib/openssh/sftp-server")
        let script = """
            #!/bin/bash
            case ${!#} in sftp) set -- \(server) ;; *) set -- sh -c "exec ${!#}" ;; esac
            if [ "$1" != sh ] && [ \(agent) = true ]; then exit 255; fi
            if mkdir '\(directory.path)/used' 2>/dev/null; then
                \(faulty)
            else
                \(later)
            fi
            """
        directory.write(Array(script.utf8), "ssh")
        chmod("\(directory.path)/ssh", 0o755)
    }

    /// For `--rsh` and `--agent`: with a process group of its own, which the fault may kill.
    var options: [String] {
        ["--rsh=setsid -w \(directory.path)/ssh", agent ? "--agent=\(Program.ferry.path)" : "--agent=never"]
    }

    /// Whether a connection was made at all.
    var isUsed: Bool { access("\(directory.path)/used", F_OK) == 0 }
}
