import Harness
import Testing

/// `ferry manifest create --signatures`
@Suite("Signatures that manifests are made with")
struct SignatureTests {
    @Test("one beside each file, in none of the manifests, written anew for another version only")
    func signatures() {
        let tree = ManifestTree()
        tree.sh("head -c 300000 /dev/urandom > tree/sub/big; chmod 600 tree/a.csv")
        let create = ["manifest", "create", "--signatures", "--hash=md5", "--records", "-o", "../m"]
        func inodes() -> [String] {
            let listing = tree.sh("cd tree && find . -name '*.ferrysig' -printf '%i %p\\n' | sort").outputText
            return listing.split(separator: "\n").map(String.init)
        }
        #expect(Program.ferry.run(create, in: tree.tree).status == 0)
        let first = inodes()
        #expect(first.count == ManifestTree.names.count + 2)
        #expect(tree.sh("stat -c %a tree/a.csv.ferrysig").outputText == "600\n")
        let plain = tree.ferry("manifest", "create", "--hash=md5", "--records", "-o", "../plain")
        #expect(plain.status == 0 && tree.ferry("manifest", "diff", "../m", "../plain").status == 0)
        #expect(tree.ferry("manifest", "verify", "--exact", "../m").status == 0)

        #expect(Program.ferry.run(create, in: tree.tree).status == 0)
        #expect(inodes() == first)
        tree.sh("echo more >> tree/sub/big; echo damaged > tree/empty.ferrysig")
        #expect(Program.ferry.run(create, in: tree.tree).status == 0)
        let changed = Set(inodes()).subtracting(first).map { String($0.drop { $0 != "." }) }
        #expect(Set(changed) == ["./sub/big.ferrysig", "./empty.ferrysig"])

        // What is described is what ferry delta says of the file.
        tree.sh("cd tree && \(Program.ferry.path) delta signature --format=native -H sha256 sub/big ../expected")
        #expect(tree.sh("tail -c +65 tree/sub/big.ferrysig | cmp - expected").status == 0)
        tree.sh("rm tree/sub/big")
        let orphan = tree.ferry("manifest", "verify", "--exact", "../m")
        #expect(orphan.status == 1 && orphan.outputText.contains("extra: sub/big.ferrysig"), "\(orphan.outputText)")
    }

    @Test("the same size and time, another content: the signature is of what is there")
    func sameTime() {
        let tree = ManifestTree()
        let create = ["manifest", "create", "--signatures", "-o", "../m"]
        #expect(Program.ferry.run(create, in: tree.tree).status == 0)
        tree.sh(
            "cd tree; cp -p a.csv ../old; printf 'line 1\nline X\n' > a.csv; touch -r ../old a.csv; cp a.csv.ferrysig ../sig"
        )
        #expect(Program.ferry.run(create, in: tree.tree).status == 0)
        #expect(tree.sh("cmp sig tree/a.csv.ferrysig").status == 1)
    }

    @Test("a signature that cannot be written is told of; the manifest is made")
    func unwritable() {
        let tree = ManifestTree()
        tree.sh("mkdir tree/a.csv.ferrysig")
        let outcome = tree.ferry("manifest", "create", "--signatures", "-o", "../m")
        #expect(outcome.status == 23 && outcome.errorText.contains("a.csv.ferrysig"), "\(outcome.errorText)")
        #expect(tree.sh("grep -c '\"a.csv\"' m").outputText == "1\n")
        #expect(tree.sh("grep -c '\"complete\":true' m").outputText == "1\n")
        #expect(tree.ferry("manifest", "create", "--signatures", "--format=bagit").status == 2)
    }
}
