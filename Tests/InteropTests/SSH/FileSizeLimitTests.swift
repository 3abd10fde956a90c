import Harness
import Testing

/// Files that are larger than the system lets any be (setrlimit(2), RLIMIT_FSIZE) fail by themselves, here and where an agent
/// writes.
@Suite struct FileSizeLimitTests {
    /// In place of ssh: whatever is asked for is run on this machine.
    private static let shell = "sh -c 'shift $(($# - 1)); exec sh -c \"$1\"' sh"

    @Test(arguments: [true, false]) func theOthersArrive(_ isFar: Bool) {
        let directory = TemporaryDirectory()
        let script = """
            mkdir source there; head -c 3000000 /dev/urandom > source/large; echo x > source/small
            ulimit -f 1000; exec "$@"
            """
        let options = isFar ? ["--agent=\(Program.ferry.path)", "--rsh=\(Self.shell)"] : []
        let outcome = Program("bash", leading: ["-c", script, "bash", Program.ferry.path]).run(
            ["sync", "--no-state"] + options + ["source/", (isFar ? "host:" : "") + "\(directory.path)/there"],
            in: directory.path)
        #expect(outcome.status == 23, "\(outcome.status) \(outcome.errorText)")
        #expect(outcome.errorText.filter(\.isNewline).count == 1, "\(outcome.errorText)")
        #expect(outcome.errorText.contains("'large'") && outcome.errorText.contains("file too large"))
        #expect(Program("ls").run(["-A", "there"], in: directory.path).outputText == "small\n")
    }
}
