import Harness
import Testing

/// `ferry sync` with the check files of other programs, and with manifests of its own, through the binary.
@Suite("Verified syncs")
struct VerifiedSyncTests {
    @Test("only what agrees with sha256sum's file arrives")
    func refusal() {
        let tree = ManifestTree(hardNames: true)
        tree.sh("cd tree && find . -type f -print0 | xargs -0 sha256sum > ../SHA256SUMS")
        tree.sh("mkdir copy; printf old > copy/a.csv; printf 'line 1\nline X\n' > tree/a.csv; rm tree/empty")
        let run = tree.ferry("sync", "--manifest=../SHA256SUMS", "./", "../copy/")
        #expect(run.status == 23)
        #expect(run.errorText.contains("'a.csv'") && run.errorText.contains("sha256"))
        #expect(
            run.errorText.contains("'empty'") && run.errorText.split(separator: "\n").count == 2, "\(run.errorText)")
        #expect(tree.sh("cat copy/a.csv").outputText == "old")
        tree.sh("cp tree/a.csv copy/a.csv")
        #expect(tree.sh("diff -r tree copy").status == 0)
    }

    @Test("the manifest of a run is that of the destination, and is spared by --delete")
    func output() {
        let tree = ManifestTree(hardNames: true)
        for _ in 0..<2 {
            let run = tree.ferry(
                "sync", "--delete", "--manifest-out=../copy/m.gz", "--hash=sha256,md5", "./", "../copy/")
            #expect(run.status == 0, "\(run.errorText)")
            #expect(!run.outputText.contains("deleted"))
            let verified = tree.ferry("manifest", "verify", "--exact", "../copy/m.gz", "../copy")
            #expect(verified.status == 0, "\(verified.outputText)\(verified.errorText)")
        }
        tree.sh("printf changed > copy/a.csv")
        #expect(tree.ferry("manifest", "verify", "../copy/m.gz", "../copy").status == 1)
    }

    @Test("a dry run, or one that cannot begin, leaves the old manifest")
    func keepsOldManifests() {
        let tree = ManifestTree()
        tree.sh("printf old > m")
        #expect(tree.ferry("sync", "-n", "--manifest-out=../m", "./", "../copy/").status == 0)
        #expect(tree.ferry("sync", "--manifest-out=../m", "absent/", "../copy/").status == 23)
        #expect(tree.sh("cat m | head -c 3").outputText != "old")
        tree.sh("printf old > m")
        #expect(tree.ferry("sync", "--manifest=../m", "--manifest-out=../m", "./", "../copy/").status == 11)
        #expect(tree.sh("cat m").outputText == "old")
    }
}
