import Harness
import Testing

/// Whatever a run says of files is true of those at the destination, and what a manifest says is held against them.
@Suite("What runs attest")
struct AttestationTests {
    /// A reference tree whose file differs from the source's in content alone.
    private func referred() -> ManifestTree {
        let tree = ManifestTree()
        tree.sh(
            "cp -a tree old; printf 'LINE' | dd of=old/a.csv conv=notrunc 2>/dev/null; touch -r tree/a.csv old/a.csv")
        return tree
    }

    @Test("linked files are described as they are, with the reference's content")
    func linkedFiles() {
        let tree = referred()
        let run = tree.ferry(
            "sync", "-a", "--link-dest=\(tree.directory.file("old"))", "--write-check-files", "--manifest-out=../m",
            "./", "../copy/")
        #expect(run.status == 0, "\(run.errorText)")
        #expect(tree.sh("test copy/a.csv -ef old/a.csv").status == 0)
        #expect(tree.sh("cd copy && sha256sum -c a.csv.sha256").status == 0)
        let verified = tree.ferry("manifest", "verify", "../m", "../copy")
        #expect(verified.status == 0, "\(verified.outputText)")
    }

    @Test("what is linked is held against the manifest, as what is copied", arguments: ["link", "copy"])
    func linkedAgainstManifest(_ use: String) {
        let tree = referred()
        #expect(tree.ferry("manifest", "create", "-o", "../m").status == 0)
        let run = tree.ferry(
            "sync", "-a", "--\(use)-dest=\(tree.directory.file("old"))", "--manifest=../m", "./", "../copy/")
        #expect(run.status == 23 && run.errorText.contains("a.csv"), "\(run.errorText)")
        #expect(tree.sh("test ! -e copy/a.csv && test -e copy/empty").status == 0)
    }

    @Test("a file without its check file is not linked either")
    func linkedDeliveries() {
        let tree = ManifestTree()
        tree.sh("cp -a tree old; cd tree; sha256sum empty > empty.sha256")
        let run = tree.ferry(
            "sync", "-a", "--link-dest=\(tree.directory.file("old"))", "--require-check-file", "./", "../copy/")
        #expect(run.status == 0, "\(run.errorText)")
        #expect(tree.sh("cd copy; find . -type f | sort").outputText == "./empty\n./empty.sha256\n")
        #expect(tree.sh("test copy/empty -ef old/empty").status == 0)
    }

    private static let changes = [
        "rm empty; ln -s a.csv empty", "rm empty; mkdir empty; : > empty/x", "ln -sfn empty link", "rm link; : > link",
    ]

    @Test("kinds and the targets of links are held against the manifest", arguments: changes)
    func kinds(_ change: String) {
        let tree = ManifestTree()
        tree.sh("cd tree; ln -s a.csv link; cd ..; cp -a tree copy")
        #expect(tree.ferry("manifest", "create", "-o", "../m").status == 0)
        tree.sh("cd tree && \(change)")
        let run = tree.ferry("sync", "-a", "--force", "--manifest=../m", "./", "../copy/")
        #expect(run.status == 23 && run.errorText.contains("was announced"), "\(run.errorText)")
        #expect(tree.ferry("manifest", "verify", "../m", "../copy").status == 0)
    }
}
