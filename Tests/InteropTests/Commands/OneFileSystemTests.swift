import Glibc
import Harness
import Testing

/// `--one-file-system`, on file systems of the test's own.
@Suite struct OneFileSystemTests {
    private static let make = """
        mkdir -p src/inner/below src/plain dst/inner dst/other; mount -t tmpfs none src/inner; mount -t tmpfs none dst/other
        echo new > src/inner/new; echo 1 > src/plain/1; echo kept > dst/inner/kept; echo kept > dst/other/kept
        echo extraneous > dst/extraneous; touch -d @1 src/plain/1 src/plain src
        """

    /// What lies on another file system takes no part: not in a copy, and not in a deletion on either side.
    @Test(
        .enabled(if: geteuid() == 0),
        arguments: ["-x", "-x --delete", "-x --delete-after", "-x --delete-before", "-x -x", "-x -x --delete"])
    func otherFileSystemsAreLeftAlone(_ options: String) {
        let directory = TemporaryDirectory()
        let script = """
            for program in rsync '\(Program.ferry.path) rsync'; do
                rm -rf "${program##*/}"; mkdir "${program##*/}"; cd "${program##*/}"
                \(Self.make)
                status=0; $program -a -i \(options) src/ dst/ > lines || status=$?
                sort lines; find dst | sort; echo "$status"; umount src/inner dst/other; cd ..
            done > all
            half=$(($(wc -l < all) / 2)); head -n "$half" all > first; tail -n +$((half + 1)) all > second
            diff first second; grep -q kept first
            """
        let outcome = Program("unshare").run(["--mount", "sh", "-euc", script], in: directory.path)
        #expect(outcome.status == 0, "\(outcome.outputText)\(outcome.errorText)")
    }
}
