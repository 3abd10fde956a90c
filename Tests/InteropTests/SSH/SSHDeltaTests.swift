import Glibc
import Harness
import Servers
import Testing

/// A changed file goes as what its old version lacks, also to hosts where nothing of ferry's runs; what was put together
/// there is proven right, or sent whole.
@Suite struct SSHDeltaTests {
    /// Two directories, a host between them, and what ferry remembers.
    private struct Setting: ~Copyable {
        let directory = TemporaryDirectory()
        let options: [String]
        static let size = 400_000
        /// What nobody would choose, and any account can have.
        static let name = "-it's \"odd\"; $(touch gone) \\ `x`\n"

        init(_ options: [String]) {
            self.options = options
            mkdir("\(directory.path)/src", 0o755)
            var random = SeededGenerator(seed: RandomTests.seed)
            write((0..<Self.size).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        }

        var content: [UInt8] { directory.read("src/\(Self.name)") }
        var stored: [UInt8] { directory.read("there/\(Self.name)") }

        func write(_ bytes: [UInt8]) { directory.write(bytes, "src/\(Self.name)") }

        /// Inserts some bytes and changes others.
        func edit() {
            var bytes = content
            bytes.insert(contentsOf: Array("inserted".utf8), at: 123_456)
            bytes[300_000] ^= 0xFF
            write(bytes)
        }

        /// Uploads; returns how many bytes were sent, and what the report says.
        func sync(_ more: [String] = []) -> (literal: Int, report: String) {
            let outcome = Program.ferry.run(
                ["sync", "-I", "--json"] + options + more + [
                    "\(directory.path)/src/", "server:\(directory.path)/there",
                ],
                environment: ["XDG_STATE_HOME": "\(directory.path)/state"])
            #expect(outcome.status == 0, "\(outcome.errorText)")
            let report = outcome.outputText.split(separator: "\n").last.map(String.init) ?? ""
            return (Self.number("sent", in: report), report)
        }

        private static func number(_ name: String, in report: String) -> Int {
            let parts = report.split(separator: "\"\(name)\":")
            return parts.count == 2 ? Int(parts[1].prefix { $0.isNumber }) ?? -1 : -1
        }
    }

    private static func host(programs: [String]) -> (server: SSHServer, keeper: TemporaryPrograms) {
        let keeper = TemporaryPrograms(["sh"] + programs)
        return (SSHServer(settings: ["SetEnv PATH=\(keeper.path)"]), keeper)
    }

    /// Whatever program there is confirms it.
    @Test(arguments: ["xxh128sum", "openssl", "sha256sum"]) func theHostsOwnProgramsConfirm(_ program: String) {
        let host = Self.host(programs: [program])
        let setting = Setting(["--rsh=\(host.server.remoteShell)", "--agent=never"])
        #expect(setting.sync().literal == Setting.size)
        setting.edit()
        let (literal, report) = setting.sync()
        #expect(literal < 20_000, "\(report)")
        #expect(report.contains("\"store_digest\":1"), "\(report)")
        #expect(setting.stored == setting.content)
        #expect(access("\(setting.directory.path)/gone", F_OK) != 0)
    }

    /// proftpd's server digests files and copies none.
    @Test func aServersOwnDigestConfirmsWholeFiles() {
        let server = ProFTPDSFTPServer()
        let setting = Setting(["--rsh=\(server.remoteShell)", "--agent=never"])
        let (literal, report) = setting.sync()
        #expect(literal == Setting.size && report.contains("\"store_digest\":1"), "\(report)")
        #expect(setting.stored == setting.content)
        let unconfirmed = Setting(["--rsh=\(server.remoteShell)", "--agent=never", "--verify=none"])
        #expect(unconfirmed.sync().report.contains("\"unconfirmed\":1"))
    }

    /// Nothing is put together there in vain first, and what a dry run says is so; whoever reads it back may know it right.
    @Test(
        arguments: [["ForceCommand internal-sftp"], ["SetEnv PATH=/nonexistent"]],
        [["--agent=never"], ["--agent=auto"], ["--agent=auto", "--inplace"]])
    func anAccountWithoutProgramsGetsWholeFiles(_ settings: [String], _ options: [String]) {
        let server = SSHServer(settings: settings)
        let setting = Setting(["--rsh=\(server.remoteShell)"] + options)
        _ = setting.sync()
        setting.edit()
        for more in [["-n"], []] {
            let (literal, report) = setting.sync(more)
            #expect(literal >= Setting.size, "\(report)")
            #expect(report.contains("\"reused\":0,\"unconfirmable\":1"), "\(report)")
            #expect(!report.contains("\"store_digest\":1"), "\(report)")
        }
        #expect(setting.stored == setting.content)
        for option in ["--verify=readback", "--trust-remote-unchanged"] {
            setting.edit()
            let (literal, report) = setting.sync([option])
            #expect(literal < 20_000 && !report.contains("unconfirmable"), "\(report)")
            #expect(setting.stored == setting.content)
        }
    }

    /// The old file is another one by now, with the size and the time of the one that is remembered.
    @Test(arguments: [false, true]) func whatChangedUnseenIsNotBelieved(_ agent: Bool) {
        let host = Self.host(programs: ["sha256sum"])
        let setting = Setting(["--rsh=\(host.server.remoteShell)", "--agent=\(agent ? Program.ferry.path : "never")"])
        _ = setting.sync()
        let script = """
            for file in there/*; do
                time=$(stat -c @%.9Y "$file")
                tr 'a-m' 'n-z' < "$file" > x; cat x > "$file"; rm x
                touch -d "$time" "$file"
            done
            """
        let made = Program("sh").run(["-ec", script], in: setting.directory.path)
        #expect(made.status == 0, "\(made.errorText)")
        setting.edit()
        _ = setting.sync()
        #expect(setting.stored == setting.content)
    }

    /// It makes the signature itself, so nothing has to be remembered.
    @Test func anAgentIsSentDifferences() {
        let server = SSHServer()
        let setting = Setting(["--rsh=\(server.remoteShell)", "--agent=\(Program.ferry.path)", "--no-state"])
        _ = setting.sync()
        setting.edit()
        let (literal, report) = setting.sync()
        #expect(literal < 20_000, "\(report)")
        #expect(report.contains("\"store_digest\":1"), "\(report)")
        #expect(setting.stored == setting.content)
    }
}

/// A directory with links to some of the machine's programs.
private final class TemporaryPrograms: @unchecked Sendable {
    private let directory = TemporaryDirectory()
    var path: String { directory.path }

    init(_ names: [String]) {
        chmod(directory.path, 0o755)
        for name in names { symlink("/usr/bin/\(name)", "\(directory.path)/\(name)") }
    }
}
