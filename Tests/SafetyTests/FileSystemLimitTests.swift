import Glibc
import Harness
import Testing

/// Full and read-only file systems, mounted in a namespace of their own.
@Suite struct FileSystemLimitTests {
    @Test(arguments: ["batch", "file", "none"]) func fullDisk(_ fsync: String) {
        let box = Sandbox()
        box.write(String(repeating: "x", count: 900_000), to: box.source + "/large", modified: 2_000_000)
        box.write("small", to: box.source + "/small")
        let run = Self.mounted(
            box, "mount -t tmpfs -o size=512k tmpfs dst; echo old > dst/large; echo kept > dst/kept",
            "--delete --fsync=\(fsync) src/ dst/")
        #expect(run.outputText == "23\nkept kept\nlarge old\nsmall small\n")
        let lines = run.errorText.split(separator: "\n")
        #expect(lines.count == 2, "\(run.errorText)")
        #expect(run.errorText.contains("cannot write 'large' on dst/: no space left"), "\(run.errorText)")
        #expect(run.errorText.contains("nothing was deleted"), "\(run.errorText)")
    }

    @Test func readOnlyFileSystem() {
        let box = Sandbox()
        box.write("new", to: box.source + "/f", modified: 2_000_000)
        let run = Self.mounted(
            box, "mount -t tmpfs -o mode=755 tmpfs dst; echo old > dst/f; touch -r src dst; mount -o remount,ro dst",
            "src/ dst/")
        #expect(run.outputText == "23\nf old\n")
        #expect(run.errorText.split(separator: "\n").count == 1, "\(run.errorText)")
        #expect(run.errorText.contains("'f' on dst/: read-only file system"), "\(run.errorText)")
    }

    /// Prepares the destination, runs the program, and prints its status and each file's name and first bytes.
    private static func mounted(_ box: borrowing Sandbox, _ preparation: String, _ arguments: String) -> Program.Outcome
    {
        let script = """
            cd \(box.path); \(preparation)
            status=0; \(Program.ferry.path) sync \(arguments) || status=$?
            echo $status
            cd dst; for f in $(ls -A); do echo $f $(head -c 10 $f); done
            """
        return Program("unshare", leading: ["--map-root-user", "--mount", "sh", "-euc"]).run([script])
    }
}
