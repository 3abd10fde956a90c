import Harness
import Testing

/// What `ferry manifest verify` judges, and what is no answer.
@Suite("ferry manifest verify")
struct ManifestVerifyTests {
    @Test("--quick reads nothing and sees times; unreadable files and damaged manifests are no answer")
    func undecided() {
        let tree = ManifestTree()
        #expect(tree.ferry("manifest", "create", "-o", "m").status == 0)
        tree.sh(
            "cd tree && touch -r sub/b\\ c keep && printf 'line 1\nline X\n' > a.csv && touch -d @5 empty && touch -r keep a.csv; rm keep"
        )
        let quick = tree.ferry("manifest", "verify", "--quick", "m")
        #expect(quick.status == 1 && quick.outputText.contains("time differs: empty"), "\(quick.outputText)")
        tree.sh("sed 's/\"size\":14/\"size\":15/' tree/m > tree/changed; head -n 3 tree/m > tree/short")
        for (name, line) in [("changed", 2), ("short", 4)] {
            let outcome = tree.ferry("manifest", "verify", name)
            #expect(outcome.status == 2 && outcome.errorText.contains("\(name): line \(line):"), "\(outcome.errorText)")
        }
        #expect(tree.ferry("manifest", "verify", "absent").status == 2)
        #expect(tree.ferry("manifest", "verify", "empty").status == 2)
    }

    @Test("a manifest never reaches out of the tree, through a link neither")
    func confinement() {
        let tree = ManifestTree()
        tree.sh(
            "mkdir out; cp tree/a.csv out/; ln -s ../out tree/way; cd tree; sha256sum way/a.csv > ../through; sha256sum ../out/a.csv > ../dots"
        )
        let through = tree.ferry("manifest", "verify", "../through")
        #expect(through.status != 0 && !through.outputText.contains("1 entry is the same"), "\(through.outputText)")
        let dots = tree.ferry("manifest", "verify", "../dots")
        #expect(
            dots.status == 2 && dots.errorText.contains("line 1: the path '../out/a.csv' leads out"),
            "\(dots.errorText)")
    }

    @Test(
        "digests without a name are what fits, or --hash says; where nothing is there, the place may be the wrong one")
    func hints() {
        let tree = ManifestTree()
        tree.sh("cd tree && find . -type f -print0 | xargs -0 xxhsum -H2 > ../sums")
        #expect(tree.ferry("manifest", "verify", "../sums").status == 0)
        #expect(tree.ferry("manifest", "verify", "--hash=md5", "../sums").status == 1)
        let named = tree.ferry("manifest", "verify", "--hash=xxh128", "../sums")
        #expect(named.status == 0 && named.errors.isEmpty, "\(named.outputText)\(named.errorText)")
        let elsewhere = Program.ferry.run(["manifest", "verify", "sums"], in: tree.directory.path)
        #expect(elsewhere.status == 1 && elsewhere.errorText.contains("nothing of it is in the current directory"))
    }

    @Test(
        "of one file only its record counts; a manifest that says nothing of it is no answer",
        arguments: ["", "--exact"])
    func oneFile(_ option: String) {
        let tree = ManifestTree()
        tree.sh("cd tree && sha256sum a.csv ' e' > ../sums && echo more >> ' e'")
        func verify(_ name: String) -> Program.Outcome {
            Program.ferry.run(
                ["manifest", "verify"] + [option].filter { $0 != "" } + ["../sums", name], in: tree.tree)
        }
        let same = verify("a.csv")
        #expect(same.status == 0 && same.outputText.hasPrefix("1 entry is the same"), "\(same.outputText)")
        #expect(verify(" e").outputText.hasPrefix("hash differs:  e") && verify(" e").status == 1)
        let unknown = verify("empty")
        #expect(unknown.status == 2 && unknown.errorText.contains("sums: it says nothing of 'empty'"))
    }
}
