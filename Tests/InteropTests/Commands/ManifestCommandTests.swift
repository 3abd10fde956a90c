import Harness
import Testing

@Suite("ferry manifest")
struct ManifestCommandTests {
    @Test("each kind of failure is told, failures only, and the list of them is one for --files-from")
    func verdicts() {
        let tree = ManifestTree()
        tree.sh("ln -s a.csv tree/link")
        #expect(tree.ferry("manifest", "create", "--records", "-o", "../m.ferrymanifest.gz").status == 0)
        let clean = tree.ferry("manifest", "verify", "--exact", "../m.ferrymanifest.gz")
        #expect(
            clean.status == 0 && clean.outputText == "11 entries are the same\n",
            "\(clean.outputText)\(clean.errorText)")
        tree.sh(
            """
            cp -a tree copy; cd tree
            printf 'line 1\nline X\n' > a.csv; echo more >> ' e'; rm 'f)' 'sub/*d'; mkdir 'sub/*d'; touch new; ln -sf b link
            """)
        let outcome = tree.ferry("manifest", "verify", "--exact", "--failed-to=../failed", "../m.ferrymanifest.gz")
        #expect(outcome.status == 1)
        #expect(
            outcome.outputText == """
                size differs:  e (14 -> 19)
                hash differs: a.csv (sha256)
                missing: f)
                target differs: link
                extra: new
                kind differs: sub/*d (file -> directory)
                extra: sub/*d
                6 entries are the same, 4 differ, 1 is missing, 2 are extra

                """)
        tree.sh("rmdir 'tree/sub/*d'")
        let repair = Program.ferry.run(["sync", "--files-from=failed", "copy/", "tree/"], in: tree.directory.path)
        #expect(repair.status == 0, "\(repair.errorText)")
        #expect(tree.ferry("manifest", "verify", "../m.ferrymanifest.gz").status == 0)
        #expect(tree.ferry("manifest", "verify", "--exact", "--exclude=new", "../m.ferrymanifest.gz").status == 0)
        #expect(
            Program.ferry.run(["check", "tree", "--manifest=m.ferrymanifest.gz"], in: tree.directory.path).status == 1)
    }

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

    @Test("digests without a name are what --hash says; where nothing is there, the place may be the wrong one")
    func hints() {
        let tree = ManifestTree()
        tree.sh("cd tree && find . -type f -print0 | xargs -0 xxhsum -H2 > ../sums")
        #expect(tree.ferry("manifest", "verify", "../sums").status == 1)
        let named = tree.ferry("manifest", "verify", "--hash=xxh128", "../sums")
        #expect(named.status == 0 && named.errors.isEmpty, "\(named.outputText)\(named.errorText)")
        let elsewhere = Program.ferry.run(["manifest", "verify", "sums"], in: tree.directory.path)
        #expect(elsewhere.status == 1 && elsewhere.errorText.contains("nothing of it is in the current directory"))
    }

    @Test("diff, convert and show")
    func others() {
        let tree = ManifestTree()
        #expect(tree.ferry("manifest", "create", "-o", "../one").status == 0)
        tree.sh("cd tree && mv a.csv z.csv && echo x >> ' e' && rm empty && echo y > new")
        #expect(tree.ferry("manifest", "create", "-o", "../two").status == 0)
        let diff = tree.ferry("manifest", "diff", "../one", "../two")
        #expect(diff.status == 1)
        #expect(
            diff.outputText == """
                changed:  e (size 14 -> 16, hash)
                renamed: a.csv -> z.csv
                removed: empty
                added: new
                7 entries are the same, 1 changed, 1 was renamed, 1 was removed, 1 was added

                """)
        #expect(tree.ferry("manifest", "diff", "../two", "../two").status == 0)
        #expect(tree.ferry("manifest", "convert", "--format=sha256sum", "../two", "../sums").status == 0)
        #expect(tree.run("sha256sum", "--check", "--strict", "../sums").status == 0)
        #expect(tree.ferry("manifest", "diff", "../two", "../sums").status == 0)
        let show = tree.ferry("manifest", "show", "../two")
        #expect(show.status == 0 && show.outputText.contains("10 entries, 9 files"), "\(show.outputText)")
    }

    @Test("a manifest takes no part in itself; a name that its format cannot hold is an error")
    func creation() {
        let tree = ManifestTree(hardNames: true)
        #expect(tree.ferry("manifest", "create", "-o", "m").status == 0)
        #expect(tree.ferry("manifest", "create", "-o", "m").status == 0)
        #expect(tree.ferry("manifest", "verify", "--exact", "m").status == 0)
        let sfv = tree.ferry("manifest", "create", "--format=sfv", "-o", "../sfv")
        #expect(
            sfv.status == 11 && sfv.errorText.contains("cannot be written in a file of the kind 'sfv'"),
            "\(sfv.errorText)")
        #expect(tree.sh("test -e sfv").status == 1)
    }
}
