import Glibc
import Harness

/// A directory with a source tree `src` and a destination `dst` for one run of the program.
struct Sandbox: ~Copyable {
    private let directory = TemporaryDirectory()

    var path: String { directory.path }
    var source: String { path + "/src" }
    var destination: String { path + "/dst" }

    init() {
        mkdir(source, 0o755)
        mkdir(destination, 0o755)
    }

    /// Runs `ferry sync`, by default from the source's content into the destination.
    func sync(
        _ options: [String] = [], _ operands: [String]? = nil, as privileges: Privileges = .all
    ) -> Program.Outcome {
        privileges.program.run(["sync"] + options + (operands ?? [source + "/", destination + "/"]), in: path)
    }

    /// What a program that runs may do.
    enum Privileges {
        case all
        /// Permissions hold even for root.
        case none

        var program: Program {
            if self == .all || geteuid() != 0 { return .ferry }
            // Root's files are this user's in the namespace, and the user is nobody special.
            return Program("unshare", leading: ["--user", "--map-user=1000", "--map-group=1000", Program.ferry.path])
        }
    }

    /// Names below a directory of the sandbox, staged files included, sorted.
    func names(in directory: String) -> [String] {
        let listing = Program("find").run([directory, "-mindepth", "1", "-printf", "%P\\n"])
        return listing.outputText.split(separator: "\n").map(String.init).sorted()
    }

    /// Staged files that somebody left.
    func litter() -> [String] {
        names(in: path).filter { $0.contains(".ferry-") }
    }

    func write(_ content: String, to path: String, modified seconds: Int = 1_000_000) {
        writeFile(Array(content.utf8), to: Array(path.utf8), modified: seconds)
    }

    func read(_ path: String) -> String? {
        readFile(Array(path.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Makes a file with names that need not be text.
func writeFile(_ content: [UInt8], to path: [UInt8], modified seconds: Int = 1_000_000) {
    withCString(path) { name in
        let file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        precondition(file >= 0, "cannot make \(String(cString: name)): \(errno)")
        precondition(write(file, content, content.count) == content.count)
        var times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
        futimens(file, &times)
        close(file)
    }
}

func readFile(_ path: [UInt8]) -> [UInt8]? {
    withCString(path) { name in
        let file = open(name, O_RDONLY | O_NOFOLLOW)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count <= 0 { return content }
            content += buffer[..<count]
        }
    }
}

private func withCString<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    (path + [0]).withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { body($0.baseAddress!) }
    }
}
