import Glibc
import Harness
import Servers
import Testing

/// Who is not root at the far side can give files only groups of their own: others are not tried in each run, nor told of.
@Suite("Groups of others, at the far side", .enabled(if: geteuid() == 0)) struct ForeignGroupsThereTests {
    /// In place of ssh: runs what it is asked for as an account that is in two groups.
    private static let account = """
        #!/bin/sh
        while [ "${1#-}" != "$1" ]; do [ "$1" = -s ] && subsystem=1; shift; done
        shift
        cd "$(dirname "$0")/home"
        account="setpriv --reuid=65534 --regid=65534 --groups=65534,4321"
        [ -n "$subsystem" ] && exec $account \(ServerPackage.openSSH.path("usr/lib/openssh/sftp-server"))
        exec $account env HOME="$PWD" sh -c "$*"

        """

    private static let ways = [["--agent=never"], ["--agent=\(Program.ferry.path)"], ["scp"]]

    /// The directory that sessions begin in may be somebody else's: then it says nothing of who one is.
    @Test(arguments: ways, [65534, 0]) func theyAreLeftAlone(_ way: [String], _ homeOwner: Int) {
        let directory = TemporaryDirectory()
        directory.write(Array(Self.account.utf8), "rsh")
        let usesSCP = way == ["scp"]
        func run(_ script: String) -> Program.Outcome { Program("sh").run(["-ec", script], in: directory.path) }
        let made = run(
            """
            chmod 755 rsh .; mkdir home; chown \(homeOwner):\(homeOwner) home; mkdir src
            [ \(homeOwner) != 0 ] || { mkdir home/there; chown 65534:65534 home/there; }
            echo a > src/alien; chgrp 12345 src src/alien; echo b > src/member; chgrp 4321 src/member
            """)
        #expect(made.status == 0, "\(made.errorText)")
        func sync() -> Program.Outcome {
            Program.ferry.run(
                ["sync", "-ai", "--no-state", "--rsh=\(directory.file("rsh"))"] + (usesSCP ? [] : way)
                    + [directory.file("src/"), usesSCP ? "scp://host\(directory.file("home/there"))" : "host:there"])
        }
        let first = sync()
        #expect(first.status == 0 && first.errorText == "", "\(first.errorText)")
        #expect(run("stat -c %g home/there/alien home/there/member").outputText == "65534\n4321\n")
        let again = sync()
        #expect(again.status == 0 && again.output.isEmpty && again.errorText == "", "\(again.outputText)")
        _ = run("chgrp 65534 home/there/member")
        #expect(sync().outputText == ".f.....g... member\n")
    }
}
