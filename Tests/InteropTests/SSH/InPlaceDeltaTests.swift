import Glibc
import Harness
import Servers
import Testing

/// `--inplace` sends what changed, and what stays where it is stays unsent and counts as confirmed, over whatever leads there.
@Suite struct InPlaceDeltaTests {
    /// Two directories, a host between them, and what ferry remembers.
    private struct Setting: ~Copyable {
        let directory = TemporaryDirectory()
        let options: [String]
        let environment: [String: String]
        let there: String
        static let size = 600_000

        init(_ way: SSHWay, _ options: [String]) {
            self.init(way.options + options, way.environment, place: way.place)
        }

        init(_ options: [String], _ environment: [String: String] = [:], place: (String) -> String) {
            self.options = options
            self.environment = environment
            there = place("\(directory.path)/there")
            mkdir("\(directory.path)/src", 0o755)
            var random = SeededGenerator(seed: RandomTests.seed)
            write((0..<Self.size).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        }

        var content: [UInt8] { directory.read("src/big") }
        var stored: [UInt8] { directory.read("there/big") }

        func write(_ bytes: [UInt8]) { directory.write(bytes, "src/big") }

        func edit(_ change: (inout [UInt8]) -> Void) {
            var bytes = content
            change(&bytes)
            write(bytes)
        }

        /// Uploads; returns the last event of the report.
        func sync(_ more: [String] = []) -> String {
            let words = ["sync", "-I", "--json", "--inplace", "--no-whole-file"] + options + more
            let outcome = Program.ferry.run(
                words + ["\(directory.path)/src/", there],
                environment: environment.merging(["XDG_STATE_HOME": "\(directory.path)/state"]) { $1 })
            #expect(outcome.status == 0, "\(outcome.errorText)")
            return outcome.outputText.split(separator: "\n").last.map(String.init) ?? ""
        }

        /// Changes some bytes and nothing at the end, cuts the file off, lets it grow: each time little is sent.
        func expectLittle() {
            _ = sync()
            let changes: [(inout [UInt8]) -> Void] = [
                { for index in 150_000..<150_005 { $0[index] ^= 0xFF } },
                {
                    $0[90_000] ^= 0xFF
                    $0.removeLast(100_000)
                },
                {
                    $0[70_000] ^= 0xFF
                    $0 += Array("more".utf8)
                },
            ]
            for (index, change) in changes.enumerated() {
                edit(change)
                let report = sync()
                #expect(number(of: "sent", in: report) < 20_000, "\(index): \(report)")
                #expect(!report.contains("composed_in_vain"), "\(index): \(report)")
                #expect(stored == content)
            }
        }

        func number(of name: String, in report: String) -> Int {
            let parts = report.split(separator: "\"\(name)\":")
            return parts.count == 2 ? Int(parts[1].prefix { $0.isNumber }) ?? .max : .max
        }
    }

    private static let ways: [SSHWay] = [.inside, .program, .agent, .libssh2, .libssh2Agent, .proftpd]

    @Test(arguments: ways) func littleIsSent(_ way: SSHWay) {
        Setting(way, []).expectLittle()
    }

    @Test(arguments: [SSHWay.inside, .agent], ["--verify=none", "--verify=readback", "--trust-remote-unchanged"])
    func howeverItIsConfirmed(_ way: SSHWay, _ option: String) {
        Setting(way, [option]).expectLittle()
    }

    /// What would have to be moved is sent there.
    @Test(.enabled(if: geteuid() == 0), arguments: [[], ["--verify=readback"]])
    func withoutCopiesWithinTheServer(_ options: [String]) {
        let program = ServerPackage.openSSH.path("usr/lib/openssh/sftp-server")
        let server = SSHServer(.none, settings: ["Subsystem sftp \(program) -P copy-data"])
        let ssh = ["--rsh=\(server.remoteShell)", "--agent=never"]
        Setting(ssh + options) { "server:\($0)" }.expectLittle()
        let moved = Setting(ssh + options) { "server:\($0)" }
        _ = moved.sync()
        moved.edit { $0.insert(contentsOf: Array("inserted".utf8), at: 500_000) }
        let planned = moved.number(of: "sent", in: moved.sync(["-n"]))
        let sent = moved.number(of: "sent", in: moved.sync())
        #expect((100_000..<130_000).contains(sent) && planned == sent, "\(sent), \(planned)")
        #expect(moved.stored == moved.content)
    }
}
