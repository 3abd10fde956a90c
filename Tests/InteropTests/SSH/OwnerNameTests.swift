import Glibc
import Harness
import Testing

/// Owners are who they are by name, as with rsync: `games` has another number on the host than here.
@Suite(.enabled(if: geteuid() == 0)) struct OwnerNameTests {
    /// A file here and one there, each of `games` as that machine numbers it, and one of nobody that anybody knows.
    private struct Setting: ~Copyable {
        let directory = TemporaryDirectory()
        static let there = 5555
        static let nameless = 61_234

        init() {
            let script = """
                mkdir src up down
                echo x > src/file; echo x > src/nameless; mkdir remote; cp src/* remote
                chown games:games src/file; chown \(Self.there):\(Self.there) remote/file
                chown \(Self.nameless):\(Self.nameless) src/nameless remote/nameless
                """
            let made = Program("sh").run(["-ec", script], in: directory.path)
            precondition(made.status == 0, made.errorText)
        }

        /// User and group of a file, as numbers.
        func owner(_ name: String) -> String {
            String(Program("stat").run(["-c", "%u:%g", name], in: directory.path).outputText.dropLast())
        }

        func sync(_ way: SSHWay, _ options: [String], _ from: String, _ to: String) {
            let outcome = Program.ferry.run(["sync"] + way.options + options + [from, to], in: directory.path)
            #expect(outcome.status == 0, "\(outcome.errorText)")
        }
    }

    /// The number of `games` here.
    private static let here = String(
        Program("sh").run(["-c", "echo $(id -u games):$(getent group games | cut -d: -f3)"]).outputText.dropLast())

    @Test(arguments: [SSHWay.inside, .program, .agent]) func downloads(_ way: SSHWay) {
        let setting = Setting()
        let from = "server:\(setting.directory.path)/remote/"
        setting.sync(way, [], from, "down")
        #expect(setting.owner("down/file") == Self.here)
        #expect(setting.owner("down/nameless") == "\(Setting.nameless):\(Setting.nameless)")
        setting.sync(way, ["--numeric-ids"], from, "down")
        #expect(setting.owner("down/file") == "\(Setting.there):\(Setting.there)")
    }

    @Test func uploadsToAnAgent() {
        let setting = Setting()
        let to = "server:\(setting.directory.path)/up"
        setting.sync(.agent, [], "src/", to)
        #expect(setting.owner("up/file") == "\(Setting.there):\(Setting.there)")
        #expect(setting.owner("up/nameless") == "\(Setting.nameless):\(Setting.nameless)")
        setting.sync(.agent, ["--numeric-ids"], "src/", to)
        #expect(setting.owner("up/file") == Self.here)
    }

    /// Servers tell names of numbers, not numbers of names.
    @Test func uploadsThroughSFTPKeepNumbers() {
        let setting = Setting()
        setting.sync(.inside, [], "src/", "server:\(setting.directory.path)/up")
        #expect(setting.owner("up/file") == Self.here)
    }
}
