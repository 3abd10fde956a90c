import Glibc
import Harness
import Testing

/// Accounts whose start-up files read what is meant for others, print without end, or serve nobody.
@Suite struct StrangeAccountTests {
    private enum Way: CaseIterable {
        case sftp, agent, scp
    }

    /// A program in place of ssh that does `script`, whatever it is asked for.
    private func list(_ way: Way, _ script: String, _ more: [String] = []) -> Program.Outcome {
        let directory = TemporaryDirectory()
        let shell = directory.write(Array("#!/bin/sh\n\(script)\n".utf8), "ssh")
        chmod(shell, 0o755)
        let agent = way == .agent ? "ferry" : "never"
        return Program("timeout", leading: ["100", Program.ferry.path]).run(
            ["list", "--rsh=\(shell)", "--agent=\(agent)"] + more + ["\(way == .scp ? "scp" : "sftp")://host/etc"])
    }

    private func expectOneLine(_ outcome: Program.Outcome, _ status: Int32, _ words: String) {
        #expect(outcome.status == status, "\(outcome.status) \(outcome.errorText)")
        #expect(outcome.errorText.filter(\.isNewline).count == 1, "\(outcome.errorText)")
        #expect(outcome.errorText.contains(words), "\(outcome.errorText)")
    }

    @Test(arguments: Way.allCases, ["cat >/dev/null", "exec sleep 1000"])
    private func inputIsEaten(_ way: Way, _ script: String) {
        expectOneLine(list(way, script, ["--contimeout=1"]), 35, "no answer within 1 seconds")
    }

    @Test(arguments: [Way.agent, .scp]) private func noiseDoesNotEnd(_ way: Way) {
        let noise = "while :; do echo welcome; sleep 0.1; done"
        expectOneLine(list(way, noise, ["--contimeout=1"]), 35, "no answer within 1 seconds")
    }

    /// Nobody said how long to wait.
    @Test private func silenceEndsAnyhow() {
        expectOneLine(list(.sftp, "exec sleep 1000"), 35, "perhaps a start-up file of the account waits for input")
    }

    /// What nologin(8) prints, and where.
    @Test(arguments: [(Way.sftp, 12), (.agent, 4), (.scp, 4)] as [(Way, Int32)])
    private func anAccountThatIsClosed(_ way: Way, _ status: Int32) {
        let words = "This account is currently not available."
        // Often it has ended before it is written to.
        for _ in 0..<20 { expectOneLine(list(way, "echo '\(words)'; exit 1"), status, words) }
    }
}
