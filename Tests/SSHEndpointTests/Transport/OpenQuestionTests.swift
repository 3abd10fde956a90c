import Glibc
import Harness
import Testing

@testable import SSHEndpoint

@Suite struct OpenQuestionTests {
    /// Looks at a program, started by this script, a few times a second until the question is open, or two seconds have passed.
    private func opens(_ script: String, askingThrough program: String? = nil) -> Bool {
        var child = pid_t()
        let words: [UnsafeMutablePointer<CChar>?] =
            ["python3", "-c", script].map { (word: String) in strdup(word) } + [nil]
        defer { words.forEach { free($0) } }
        guard posix_spawnp(&child, "python3", nil, nil, words, environ) == 0 else { return false }
        defer {
            kill(child, SIGKILL)
            waitpid(child, nil, 0)
        }
        for _ in 0..<20 {
            if OpenQuestion.isOpen(by: child, askingThrough: program) { return true }
            usleep(100_000)
        }
        return false
    }

    /// As ssh under a jump host asks.
    @Test func onTheTerminal() {
        #expect(opens("import pty; pty.spawn(['sh', '-c', 'exec 3</dev/tty; sleep 5'])"))
        #expect(!opens("import pty; pty.spawn(['sh', '-c', 'sleep 5'])"))
    }

    @Test func byAProgram() {
        let script = "import subprocess; subprocess.run(['sh', '-c', 'sleep 5; :', 'ask-me', 'Password:'])"
        #expect(opens(script, askingThrough: "ask-me"))
        #expect(!opens(script))
    }

    @Test func byTheProgramOfHardwareKeys() {
        #expect(
            opens("import subprocess; subprocess.run(['sh', '-c', 'sleep 5; :', '/usr/lib/openssh/ssh-sk-helper'])"))
    }
}
