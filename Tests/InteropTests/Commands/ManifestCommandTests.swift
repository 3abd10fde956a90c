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
                6 entries are the same, 4 differ, 1 is missing, 1 is extra

                """)
        tree.sh("rmdir 'tree/sub/*d'")
        let repair = Program.ferry.run(["sync", "--files-from=failed", "copy/", "tree/"], in: tree.directory.path)
        #expect(repair.status == 0, "\(repair.errorText)")
        #expect(tree.ferry("manifest", "verify", "../m.ferrymanifest.gz").status == 0)
        #expect(tree.ferry("manifest", "verify", "--exact", "--exclude=new", "../m.ferrymanifest.gz").status == 0)
        #expect(
            Program.ferry.run(["check", "tree", "--manifest=m.ferrymanifest.gz"], in: tree.directory.path).status == 1)
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

    @Test("a manifest says what was selected", arguments: ["manifest create -o ../m", "sync --manifest-out=../m"])
    func selection(_ command: String) {
        let tree = ManifestTree()
        let words = command.split(separator: " ").map(String.init)
        let outcome = tree.sh(
            "cd tree; '\(Program.ferry.path)' \(words.joined(separator: " ")) --max-size=1k -x --exclude='*.o' . "
                + (words[0] == "sync" ? "../copy" : ""))
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let header = tree.sh("head -n 1 m").outputText
        #expect(
            header.contains(#""options":["--one-file-system","--max-size=1024","--exclude=*.o"]"#), "\(header)")
    }

    @Test("a path of another kind is told once, also where other names lie between both")
    func kinds() {
        let tree = ManifestTree()
        tree.sh("cd tree; mkdir k; touch k/in k-b l l-b")
        #expect(tree.ferry("manifest", "create", "-o", "../m").status == 0)
        tree.sh("cd tree; rm -r k l; touch k k-a l-a; mkdir l; touch l/in")
        let outcome = tree.ferry("manifest", "verify", "--exact", "../m")
        #expect(
            outcome.outputText.split(separator: "\n").filter { $0.contains(": k") || $0.contains(": l") }.sorted() == [
                "extra: k-a", "extra: l-a", "extra: l/in", "kind differs: k (directory -> file)",
                "kind differs: l (file -> directory)", "missing: k/in",
            ], "\(outcome.outputText)")
    }

    @Test("'-' is standard output, and never a file of that name")
    func standardOutput() {
        let tree = ManifestTree()
        let created = tree.ferry("manifest", "create", "--format=sha256sum", "-o", "-")
        #expect(created.status == 0 && created.outputText.contains("  a.csv\n"), "\(created.errorText)")
        for words in [
            ["manifest", "create", "--format=bagit", "-o", "-"], ["manifest", "verify", "--failed-to=-", "m"],
            ["sync", "--manifest-out=-", ".", "../copy"],
        ] {
            let outcome = Program.ferry.run(words, in: tree.tree)
            #expect(outcome.status != 0 && outcome.errorText.contains("standard output"), "\(words)")
        }
        #expect(tree.sh("ls -d tree/- copy tree/bagit.txt").outputText == "")
        #expect(tree.ferry("manifest", "create", "-o", "./-").status == 0 && tree.sh("test -f tree/-").status == 0)
    }

    @Test("what a manifest does not say is not made up by converting it")
    func conversions() {
        let tree = ManifestTree()
        #expect(tree.ferry("manifest", "create", "-o", "../m").status == 0)
        for format in ["native", "mtree", "md5sum"] {
            let outcome = tree.ferry("manifest", "convert", "--hash=md5", "--format=\(format)", "../m", "../o")
            #expect(
                outcome.status == 11 && outcome.errorText.contains("' e': there is no md5 digest of it"),
                "\(outcome.errorText)")
        }
        #expect(tree.sh("ls o").status != 0)
        // The first record of mtree's files may be a directory.
        tree.sh("mkdir tree/0; touch tree/0/f")
        #expect(tree.ferry("manifest", "create", "--format=mtree", "--hash=md5,sha1", "-o", "../t").status == 0)
        #expect(tree.ferry("manifest", "convert", "../t", "../n").status == 0)
        tree.sh("printf 'line 1\nline X\n' > tree/a.csv")
        #expect(tree.ferry("manifest", "verify", "../n").outputText.contains("hash differs: a.csv (md5, sha1)"))
    }

    @Test("what a manifest says of itself stays when it is compressed")
    func compression() {
        let tree = ManifestTree()
        #expect(tree.ferry("manifest", "create", "--records", "--exclude=*.o", "-o", "../m").status == 0)
        #expect(tree.ferry("manifest", "convert", "../m", "../m.gz").status == 0)
        #expect(tree.ferry("manifest", "convert", "../m.gz", "../again").status == 0)
        #expect(tree.sh("gzip -t m.gz && cmp m again").status == 0)
    }

    /// - Parameter setting: Where temporary files lie, as seen in a mount namespace where `tmp` has no room for them.
    @Test("what is sorted lies where TMPDIR says", arguments: [("$PWD/tmp", 2), ("$PWD", 0), ("$PWD/absent", 0)])
    func temporaryFiles(_ setting: String, _ status: Int32) {
        let tree = ManifestTree()
        let sum = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
        tree.sh("printf x | tee tree/x > tree/y; yes '\(sum)  y\n\(sum)  x' | head -n 40000 > m; mkdir tmp")
        let script =
            "mount -t tmpfs -o size=64k none tmp; TMPDIR=\(setting) \(Program.ferry.path) manifest verify m tree"
        let run = Program("unshare", leading: ["--map-root-user", "--mount", "sh", "-euc"])
            .run([script], in: tree.directory.path)
        #expect(run.status == status, "\(run.errorText)")
        let message = "ferry: m: a temporary file cannot be used: No space left on device\n"
        #expect(run.errorText == (status == 0 ? "" : message))
    }

    @Test("a manifest that is not complete says so, or a warning does")
    func incomplete() {
        let tree = ManifestTree()
        tree.sh("chmod -R a+rX . && chmod 0 tree/a.csv && chmod a+w .")
        let create = "\(Program.ferry.path) manifest create -o ../m; echo $?"
        let created = Program("setpriv").run(["--reuid=65534", "--clear-groups", "sh", "-c", create], in: tree.tree)
        #expect(created.outputText == "23\n", "\(created.errorText)")
        let converted = tree.ferry("manifest", "convert", "--format=sha256sum", "../m", "../o")
        #expect(converted.status == 0 && converted.errorText.contains("not complete"), "\(converted.errorText)")
        #expect(tree.ferry("manifest", "convert", "../m", "../n").errors.isEmpty)
        #expect(tree.ferry("manifest", "show", "../n").outputText.contains("not complete"))
    }

    @Test("a sample says how much of it was read")
    func sample() {
        let tree = ManifestTree()
        #expect(tree.ferry("manifest", "create", "-o", "../m").status == 0)
        let none = tree.ferry("manifest", "verify", "--sample=0", "../m")
        #expect(none.outputText == "10 entries are the same; 0 files read, 9 only looked at\n")
        #expect(tree.ferry("manifest", "verify", "--no-state", "../m").outputText == "10 entries are the same\n")
    }

    @Test("what cannot be held against a second name is told apart")
    func wrongOrder() {
        let tree = ManifestTree()
        #expect(tree.ferry("manifest", "create", "-o", "../m").status == 0)
        let swapped = tree.ferry("manifest", "verify", ".", "../m")
        #expect(swapped.status == 2 && swapped.errorText.contains("the manifest is named first"))
        let remote = tree.ferry("manifest", "verify", "http://127.0.0.1:1/SHA256SUMS", ".")
        #expect(remote.status == 2 && remote.errorText.contains("a manifest is read from a local file"))
        for words in [["create", "-o"], ["convert", "../m"]] {
            for place in ["sftp://127.0.0.1/m", "s3://bucket/m", "host:m"] {
                let outcome = Program.ferry.run(["manifest"] + words + [place], in: tree.tree)
                #expect(outcome.status == 11 && outcome.errorText.contains("is written to a local file"), "\(words)")
            }
        }
        let run = tree.ferry("sync", "--manifest-out=host:m", "./", "../copy/")
        #expect(run.status == 11 && run.errorText.contains("is written to a local file"), "\(run.errorText)")
        #expect(tree.sh("ls copy").status != 0)
        #expect(tree.ferry("manifest", "show", "host:m").errorText.contains("is read from a local file"))
        #expect(tree.sh("ls tree | grep :").status == 1)
        #expect(tree.ferry("manifest", "convert", "../m", "./host:m").status == 0)
        #expect(tree.ferry("manifest", "show", "host:m").status == 0)
        tree.sh("touch tree/bagit.txt")
        #expect(tree.ferry("manifest", "verify", ".", "../m").errorText.contains("against nothing but itself"))
    }

    @Test("the sums are told to programs, too")
    func totals() {
        let tree = ManifestTree()
        #expect(tree.ferry("manifest", "create", "-o", "../m").status == 0)
        let show = tree.ferry("manifest", "show", "--json", "../m").outputText
        #expect(
            show.contains(#""directories":[{"path":"","files":7,"size":84},{"path":"sub","files":2,"size":28}]"#),
            "\(show)")
        #expect(
            show.contains(#""largest":[{"path":" e","size":14},"#) && show.contains(#""ages":[{"days":1,"files":9,"#))
    }

    @Test("sizes and times that a manifest does not tell are not said to be 0")
    func unknownTotals() {
        let tree = ManifestTree()
        tree.sh("cd tree && find . -type f -print0 | xargs -0 sha256sum > ../SHA256SUMS")
        let list = tree.ferry("manifest", "show", "--json", "../SHA256SUMS").outputText
        #expect(list.contains(#""files":9,"directories":[{"path":"","files":7},{"path":"sub","files":2}]}"#), "\(list)")
        tree.sh("printf '#mtree\n./a type=file size=3\n./d type=dir\n./d/b type=file\n./d/c type=file size=4\n' > m")
        let mixed = tree.ferry("manifest", "show", "--json", "../m").outputText
        let groups = #""directories":[{"path":"d","files":2},{"path":"","files":1,"size":3}]"#
        let largest = #""largest":[{"path":"d/c","size":4},{"path":"a","size":3}]}"#
        #expect(mixed.contains("\"files\":3,\(groups),\(largest)"), "\(mixed)")
        let words = tree.ferry("manifest", "show", "../m").outputText
        #expect(words.contains("4 entries, 3 files, 7 bytes in the 2 whose size it tells\n"), "\(words)")
        #expect(words.contains(" -          2 files  d/\n") && words.contains(" 3           1 file  ./\n"), "\(words)")
        tree.sh("mkdir none")
        #expect(tree.ferry("manifest", "create", "../none", "-o", "../e").status == 0)
        let empty = tree.ferry("manifest", "show", "--json", "../e").outputText
        #expect(empty.contains(#""files":0,"size":0,"directories":[],"largest":[],"ages":[{"#), "\(empty)")
    }
}
