import Harness
import Testing

/// Every dialect in both directions: ferry's files read by the program whose they are, and the program's by ferry, on the
/// same tree, before and after a file was changed.
@Suite("Manifests of other programs")
struct ManifestInteropTests {
    /// Verifies with ferry that `manifest` agrees with the tree, and sees a change.
    private func expectVerified(_ tree: borrowing ManifestTree, _ manifest: String, files: Int) {
        let same = tree.ferry("manifest", "verify", manifest)
        #expect(same.status == 0, "\(manifest): \(same.errorText)\(same.outputText)")
        #expect(same.outputText.hasPrefix("\(files) "), "\(manifest): \(same.outputText)")
        tree.sh("printf 'line 1\nline X\n' > tree/a.csv")
        let changed = tree.ferry("manifest", "verify", manifest)
        #expect(
            changed.status == 1 && changed.outputText.contains("differs: a.csv"), "\(manifest): \(changed.outputText)")
    }

    private static let fileCount = ManifestTree.names.count + 1
    private static let allCount = fileCount + ManifestTree.hardNames.count

    @Test(arguments: ["md5sum", "sha1sum", "sha224sum", "sha256sum", "sha384sum", "sha512sum", "b2sum"])
    func sums(_ program: String) {
        let tree = ManifestTree(hardNames: true)
        #expect(tree.ferry("manifest", "create", "--format=\(program)", "-o", "../sums").status == 0)
        let check = tree.run(program, "--check", "--strict", "../sums")
        #expect(check.status == 0, "\(check.errorText)\(check.outputText)")
        tree.sh("cd tree && find . -type f -print0 | xargs -0 \(program) > ../theirs.\(program)")
        expectVerified(tree, "../theirs.\(program)", files: Self.allCount)
    }

    @Test("lines that end in NUL")
    func nul() {
        let tree = ManifestTree(hardNames: true)
        tree.sh("cd tree && find . -type f -print0 | xargs -0 sha256sum -z > ../theirs; sort -z ../theirs > ../sorted")
        #expect(tree.ferry("manifest", "create", "--format=sha256sum", "--zero", "-o", "../ours").status == 0)
        let ours = tree.sh("sed -z 's|  |  ./|' ours | sort -z | cmp - sorted")
        #expect(ours.status == 0, "\(ours.outputText)\(ours.errorText)")
        expectVerified(tree, "../theirs", files: Self.allCount)
    }

    @Test(arguments: ["md5", "sha1", "sha256", "sha512", "blake2b"])
    func tags(_ algorithm: String) {
        let tree = ManifestTree(hardNames: true)
        #expect(tree.ferry("manifest", "create", "--format=bsd", "--hash=\(algorithm)", "-o", "../tags").status == 0)
        let check = tree.run("cksum", "--algorithm=\(algorithm)", "--check", "--strict", "../tags")
        #expect(check.status == 0, "\(check.errorText)\(check.outputText)")
        tree.sh("cd tree && find . -type f -print0 | xargs -0 cksum --algorithm=\(algorithm) > ../theirs")
        expectVerified(tree, "../theirs", files: Self.allCount)
    }

    @Test(arguments: ["sha256", "sha512", "md5"])
    func openssl(_ algorithm: String) {
        let tree = ManifestTree()
        tree.sh("cd tree && find . -type f -print0 | xargs -0 openssl dgst -\(algorithm) > ../theirs")
        expectVerified(tree, "../theirs", files: Self.fileCount)
    }

    @Test func hashdeep() {
        let tree = ManifestTree()
        #expect(tree.ferry("manifest", "create", "--format=hashdeep", "-o", "../ours").status == 0)
        let audit = tree.run("hashdeep", "-a", "-r", "-l", "-k", "../ours", ".")
        #expect(audit.status == 0 && audit.outputText.contains("passed"), "\(audit.outputText)\(audit.errorText)")
        tree.sh("cd tree && hashdeep -r . > ../absolute; hashdeep -c sha1,tiger -r -l . > ../relative")
        #expect(tree.ferry("manifest", "verify", "../relative").status == 0)
        expectVerified(tree, "../absolute", files: Self.fileCount)
    }

    @Test func mtree() {
        let tree = ManifestTree(hardNames: true)
        #expect(tree.ferry("manifest", "create", "--format=mtree", "--hash=sha256,md5", "-o", "../ours").status == 0)
        let check = tree.run("mtree", "-f", "../ours", "-p", ".")
        #expect(check.status == 0 && check.output.isEmpty, "\(check.outputText)\(check.errorText)")
        tree.sh("cd tree && mtree -c -K sha256,link > ../theirs; mtree -C -K sha256 -f ../theirs > ../full")
        // The directory is an entry, too.
        let full = tree.ferry("manifest", "verify", "../full")
        #expect(
            full.status == 0 && full.outputText.hasPrefix("\(Self.allCount + 1) "),
            "\(full.outputText)\(full.errorText)")
        expectVerified(tree, "../theirs", files: Self.allCount + 1)
    }

    @Test(arguments: ["xxh128", "xxh3"])
    func xxhsum(_ algorithm: String) {
        let tree = ManifestTree()
        let option = algorithm == "xxh3" ? "-H3" : "-H2"
        #expect(tree.ferry("manifest", "create", "--format=xxhsum", "--hash=\(algorithm)", "-o", "../ours").status == 0)
        let check = tree.run("xxhsum", "--check", "--strict", "../ours")
        #expect(check.status == 0, "\(check.outputText)\(check.errorText)")
        tree.sh("cd tree && find . -type f -print0 | xargs -0 xxhsum \(option) > ../theirs.xxh128")
        expectVerified(tree, "../theirs.xxh128", files: Self.fileCount)
    }

    @Test(arguments: ["md5", "sha1"])
    func rclone(_ algorithm: String) {
        let tree = ManifestTree()
        #expect(tree.ferry("manifest", "create", "--format=\(algorithm)sum", "-o", "../ours").status == 0)
        let check = tree.run("rclone", "checksum", algorithm, "../ours", ".")
        #expect(check.status == 0, "\(check.outputText)\(check.errorText)")
        tree.sh("cd tree && rclone hashsum \(algorithm) . > ../theirs.\(algorithm)")
        expectVerified(tree, "../theirs.\(algorithm)", files: Self.fileCount)
    }
}
