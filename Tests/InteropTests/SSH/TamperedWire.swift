import Glibc
import Harness
import Servers

/// `scripts/tamper-ssh` in place of ssh: an SFTP server or an agent on this machine, and what is done to the wire to it.
struct TamperedWire: ~Copyable {
    private let directory = TemporaryDirectory()
    private let isAgent: Bool
    private let what: String
    private let lacking: String?

    /// - Parameters:
    ///   - what: As the script takes it.
    ///   - lacking: An extension that the SFTP server does not know.
    init(_ what: String, agent: Bool = false, lacking: String? = nil) {
        self.what = what
        self.lacking = lacking
        isAgent = agent
    }

    var options: [String] {
        let script = "\(ServerPackage.repository)/scripts/tamper-ssh"
        let server = ServerPackage.openSSH.path("usr/lib/openssh/sftp-server")
        return [
            "--rsh=\(script) \(directory.path) '\(server)\(lacking.map { " -P \($0)" } ?? "")' \(what)",
            isAgent ? "--agent=\(Program.ferry.path)" : "--agent=never",
        ]
    }

    var wasCut: Bool { access("\(directory.path)/cut", F_OK) == 0 }
    var lieWasTold: Bool { access("\(directory.path)/lie", F_OK) == 0 }
}

/// A source, and a destination that differs from it in every way; both are to be the same in the end.
struct TamperedTrees: ~Copyable {
    let directory = TemporaryDirectory()

    init() {
        let script = """
            mkdir -p src/a/b src/replaced old/a old/gone
            for i in 1 2 3; do echo "$i" > src/a/$i; done
            head -c 300000 /dev/urandom > src/a/b/large; touch -d '2001-02-03' src/a/b/large
            ln -s a/1 src/link; ln -s nowhere src/dangling; echo x > src/replaced/x
            echo old > old/a/1; echo old > old/gone/file; echo file > old/replaced; ln -s else old/link
            touch -d '2001-02-03' src/a/3 src/a src/a/b src/replaced src; chmod 600 src/a/2
            echo outside > outside
            """
        let made = Program("sh").run(["-ec", script], in: directory.path)
        precondition(made.status == 0, made.errorText)
    }

    /// - Parameter patience: Seconds that a silent server has.
    func sync(
        _ wire: borrowing TamperedWire, up: Bool, _ options: [String] = [], patience: Int = 20
    ) -> Program.Outcome {
        let path = directory.path
        let places = up ? ["\(path)/src/", "host:\(path)/old"] : ["host:\(path)/src/", "\(path)/old"]
        return Program("timeout", leading: ["60", Program.ferry.path]).run(
            ["sync", "--delete", "--timeout=\(patience)"] + wire.options + options + places,
            environment: ["XDG_STATE_HOME": "\(path)/state"])
    }

    /// What rsync would still have to do; empty when the trees are the same.
    var difference: String {
        Program("rsync").run(["-rlptn", "-i", "--delete", "--checksum", "src/", "old/"], in: directory.path).outputText
    }

    /// The same, but for times of directories: removing the staged file of a broken connection moves them, also when the run is
    /// done with the directory.
    var differenceOfContent: String {
        Program("rsync").run(
            ["-rlptn", "-i", "--delete", "--checksum", "--omit-dir-times", "src/", "old/"], in: directory.path
        ).outputText
    }

    /// Staged files, and anything beside the two trees.
    var leftovers: String {
        Program("find").run([".", "-name", ".*.ferry-*", "-o", "-name", "escaped"], in: directory.path).outputText
    }

    /// Staged files of the destination that are not a beginning of the source's file whose name they bear.
    var strangeLeftovers: [String] {
        let (wanted, present) = (contents(of: "src"), contents(of: "old"))
        return present.filter { name, content in
            guard name.contains(".ferry-") else { return false }
            guard let parts = name.wholeMatch(of: /(.*\/)\.(.+)\.ferry-[0-9A-Za-z]{6}/),
                let file = wanted["\(parts.1)\(parts.2)"]
            else { return true }
            return !file.starts(with: content)
        }.map(\.key)
    }

    /// Makes staged files as old as those whose writers cannot live any more.
    func ageLeftovers() {
        let aged = Program("find").run(
            [".", "-name", ".*.ferry-*", "-exec", "touch", "-h", "-d", "3 days ago", "{}", "+"], in: directory.path)
        precondition(aged.status == 0, aged.errorText)
    }

    /// The files of the destination that are neither what they were nor what they are to be.
    func damaged(since before: [String: [UInt8]]) -> [String] {
        let wanted = contents(of: "src")
        return contents(of: "old").filter { name, content in
            content != before[name] && content != wanted[name]
        }.map(\.key)
    }

    /// All regular files below a directory.
    func contents(of root: String) -> [String: [UInt8]] {
        let names = Program("find").run([".", "-type", "f"], in: "\(directory.path)/\(root)").outputText
        var contents: [String: [UInt8]] = [:]
        for name in names.split(separator: "\n") { contents[String(name)] = directory.read("\(root)/\(name)") }
        return contents
    }
}
