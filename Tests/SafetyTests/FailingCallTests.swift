import Glibc
import Harness
import Testing

/// System calls that fail as disks make them fail: one clear line for each, old files stay, the next run mends all.
@Suite struct FailingCallTests {
    /// The call, and what its failure is called.
    static let failures = [
        ("pwrite64", "EIO", "input/output error"), ("pwrite64", "ENOSPC", "no space left"),
        ("pread64", "EIO", "input/output error"), ("copy_file_range", "EIO", "input/output error"),
        ("linkat", "EIO", "input/output error"), ("linkat", "EDQUOT", "quota"),
        ("renameat", "EIO", "input/output error"),
        ("mkdirat", "EROFS", "read-only file system"), ("fdatasync", "EIO", "input/output error"),
        ("syncfs", "EIO", "input/output error"), ("getdents64", "EIO", "input/output error"),
        ("unlinkat", "EIO", "input/output error"), ("utimensat", "EIO", "input/output error"),
    ]

    @Test(arguments: failures) func oneCallFails(_ call: String, _ error: String, _ words: String) {
        for nth in 1...8 {
            let mirror = Mirror()
            let run = Tampering(call: call, effect: "error=\(error)", nth: nth).run(mirror.arguments)
            // The first calls of some kinds are the loader's.
            if run.status == 0 || run.errorText.contains("shared libraries") { continue }
            #expect(run.status == 23, "\(error) at \(call) \(nth)")
            let lines = run.errorText.split(separator: "\n").filter { !$0.contains("nothing was deleted") }
            // strace counts the calls of each thread by themselves, so that several may have failed.
            #expect(!lines.isEmpty && Set(lines).count == lines.count, "\(error) at \(call) \(nth): \(run.errorText)")
            #expect(lines.allSatisfy { $0.hasPrefix("ferry: cannot ") && $0.contains(words) }, "\(run.errorText)")
            #expect(mirror.violations() == [], "\(error) at \(call) \(nth)")
            #expect(mirror.box.litter() == [], "\(error) at \(call) \(nth)")
            expectSuccess(Program.ferry.run(mirror.arguments))
            #expect(mirror.differences() == [], "after \(error) at \(call) \(nth)")
        }
    }
}
