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
    private static let allCount = fileCount + ManifestTree.hardNames.count + ManifestTree.oddCount

    /// With all names that there are, but for those that these patterns of the shell match.
    private func tree(without patterns: String = "") -> ManifestTree {
        let tree = ManifestTree(hardNames: true, oddNames: true)
        if !patterns.isEmpty { tree.sh("cd tree && rm \(patterns)") }
        return tree
    }

    @Test(arguments: ["md5sum", "sha1sum", "sha224sum", "sha256sum", "sha384sum", "sha512sum", "b2sum"])
    func sums(_ program: String) {
        let tree = self.tree()
        #expect(tree.ferry("manifest", "create", "--format=\(program)", "-o", "../sums").status == 0)
        let check = tree.run(program, "--check", "--strict", "../sums")
        #expect(check.status == 0, "\(check.errorText)\(check.outputText)")
        tree.sh("cd tree && find . -type f -print0 | xargs -0 \(program) > ../theirs.\(program)")
        expectVerified(tree, "../theirs.\(program)", files: Self.allCount)
    }

    @Test("lines that end in NUL")
    func nul() {
        let tree = self.tree()
        tree.sh("cd tree && find . -type f -print0 | xargs -0 sha256sum -z > ../theirs; sort -z ../theirs > ../sorted")
        #expect(tree.ferry("manifest", "create", "--format=sha256sum", "--zero", "-o", "../ours").status == 0)
        let ours = tree.sh("sed -z 's|  |  ./|' ours | sort -z | cmp - sorted")
        #expect(ours.status == 0, "\(ours.outputText)\(ours.errorText)")
        expectVerified(tree, "../theirs", files: Self.allCount)
    }

    @Test(arguments: ["md5", "sha1", "sha256", "sha512", "blake2b"])
    func tags(_ algorithm: String) {
        let tree = self.tree()
        #expect(tree.ferry("manifest", "create", "--format=bsd", "--hash=\(algorithm)", "-o", "../tags").status == 0)
        let check = tree.run("cksum", "--algorithm=\(algorithm)", "--check", "--strict", "../tags")
        #expect(check.status == 0, "\(check.errorText)\(check.outputText)")
        tree.sh("cd tree && find . -type f -print0 | xargs -0 cksum --algorithm=\(algorithm) > ../theirs")
        expectVerified(tree, "../theirs", files: Self.allCount)
    }

    @Test(arguments: ["sha256", "sha512", "md5"])
    func openssl(_ algorithm: String) {
        // openssl escapes nothing.
        let tree = self.tree(without: "n?l")
        tree.sh("cd tree && find . -type f -print0 | xargs -0 openssl dgst -\(algorithm) > ../theirs")
        expectVerified(tree, "../theirs", files: Self.allCount - 1)
    }

    @Test func hashdeep() {
        // hashdeep escapes nothing: a line break ends the name.
        let tree = self.tree(without: "n?l")
        #expect(tree.ferry("manifest", "create", "--format=hashdeep", "-o", "../ours").status == 0)
        let audit = tree.run("hashdeep", "-a", "-r", "-l", "-k", "../ours", ".")
        #expect(audit.status == 0 && audit.outputText.contains("passed"), "\(audit.outputText)\(audit.errorText)")
        tree.sh("cd tree && hashdeep -r . > ../absolute; hashdeep -c sha1,tiger -r -l . > ../relative")
        #expect(tree.ferry("manifest", "verify", "../relative").status == 0)
        expectVerified(tree, "../absolute", files: Self.allCount - 1)
    }

    @Test("lines of hashdeep that end in NUL hold every name")
    func hashdeepNul() {
        let tree = self.tree()
        tree.sh("cd tree && hashdeep -0 -r -l . > ../theirs")
        expectVerified(tree, "../theirs", files: Self.allCount)
    }

    @Test("what mtree need not find is not missed")
    func optional() {
        let tree = ManifestTree()
        tree.sh("printf '#mtree\n./gone type=file optional\n./a.csv type=file size=14\n' > m")
        #expect(tree.run("mtree", "-f", "../m", "-p", ".").outputText.contains("gone") == false)
        let outcome = tree.ferry("manifest", "verify", "../m")
        #expect(outcome.status == 0, "\(outcome.outputText)\(outcome.errorText)")
        let converted = tree.ferry("manifest", "convert", "../m", "../n")
        #expect(
            converted.status == 0 && converted.errorText.contains("1 entry is optional"), "\(converted.errorText)"
        )
        tree.sh("sed -i s/optional// m")
        #expect(tree.ferry("manifest", "verify", "../m").status == 1)
    }

    @Test func mtree() {
        let tree = self.tree()
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

    @Test(arguments: [("xxh128", "-H2"), ("xxh3", "-H3"), ("xxh64", ""), ("xxh32", "-H0")])
    func xxhsum(_ algorithm: String, _ option: String) {
        // xxhsum escapes nothing.
        let tree = self.tree(without: "n?l c?r")
        #expect(tree.ferry("manifest", "create", "--format=xxhsum", "--hash=\(algorithm)", "-o", "../ours").status == 0)
        let check = tree.run("xxhsum", "--check", "--strict", "../ours")
        #expect(check.status == 0, "\(check.outputText)\(check.errorText)")
        tree.sh("cd tree && find . -type f -print0 | xargs -0 xxhsum \(option) > ../theirs.\(algorithm)")
        expectVerified(tree, "../theirs.\(algorithm)", files: Self.allCount - 2)
    }

    @Test(arguments: ["md5", "sha1"])
    func rclone(_ algorithm: String) {
        // rclone undoes no escapes, and shows signs in place of control characters.
        let tree = self.tree(without: "n?l c?r tab?x b?s back? ?n [!a-z]??")
        #expect(tree.ferry("manifest", "create", "--format=\(algorithm)sum", "-o", "../ours").status == 0)
        let check = tree.run("rclone", "checksum", algorithm, "../ours", ".")
        #expect(check.status == 0, "\(check.outputText)\(check.errorText)")
        tree.sh("cd tree && rclone hashsum \(algorithm) . > ../theirs.\(algorithm)")
        expectVerified(tree, "../theirs.\(algorithm)", files: Self.allCount - 7)
    }

    @Test("b2sum's shorter digests are known by the list's name, and what tells no sizes is not said to be empty")
    func shorterDigests() {
        let tree = self.tree(without: "[!a-z]??")
        tree.sh("cd tree && find . -type f -print0 | xargs -0 b2sum -l 256 > ../B2SUMS")
        let verified = tree.ferry("manifest", "verify", "../B2SUMS")
        #expect(verified.status == 0, "\(verified.outputText)\(verified.errorText)")
        let shown = tree.ferry("manifest", "show", "../B2SUMS").outputText
        #expect(shown.contains(" files, of sizes that it does not tell\n") && !shown.contains(" 0 "), "\(shown)")
    }

    @Test("a name that a dialect has no way to write is an error", arguments: ["hashdeep", "xxhsum", "sfv"])
    func inexpressible(_ format: String) {
        let tree = ManifestTree(hardNames: true)
        let outcome = tree.ferry("manifest", "create", "--format=\(format)", "-o", "../ours")
        let message = "': the name cannot be written in a file of the kind '\(format)'"
        #expect(outcome.status == 11 && outcome.errorText.contains(message), "\(outcome.errorText)")
        #expect(tree.sh("ls ours").status != 0)
    }
}
