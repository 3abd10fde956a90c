import Harness
import Testing

/// Check files of `--write-check-files` over several runs, held against sha256sum.
@Suite("Check files of several runs")
final class OwnCheckFilesTests {
    private let tree = ManifestTree()

    /// With a state of its own.
    private func run(_ arguments: [String], in directory: String) {
        let run = Program.ferry.run(
            ["sync"] + arguments, in: directory, environment: ["XDG_STATE_HOME": tree.directory.file("state")])
        #expect(run.status == 0, "\(run.errorText)")
    }

    private func sync(_ options: String..., to destination: String = "../copy/") {
        run(options + ["./", destination], in: tree.tree)
    }

    /// Whether every check file at the destination is right, and how many there are.
    private func count() -> Int {
        let checked = tree.sh("cd copy && find . -name '*.sha256' -execdir sha256sum --quiet -c {} +")
        #expect(checked.status == 0, "\(checked.outputText)")
        return tree.sh("find copy -name '*.sha256'").outputText.split(separator: "\n").count
    }

    private var names: Int { ManifestTree.names.count + 1 }

    @Test("data that a run without the option replaces loses its check file, and gets one again")
    func replacedData() {
        sync("--write-check-files")
        tree.sh("printf 'line 1\\nLINE 0\\n' > tree/a.csv")
        sync()
        #expect(count() == names - 1)
        #expect(tree.sh("test ! -e copy/a.csv.sha256").status == 0)
        sync("--write-check-files")
        #expect(count() == names)
    }

    @Test("a check file of somebody else stays in runs without the option")
    func foreignCheckFiles() {
        sync("--write-check-files")
        tree.sh("echo mine > copy/a.csv.sha256; printf 'line 1\\nLINE 0\\n' > tree/a.csv")
        sync()
        #expect(tree.sh("cat copy/a.csv.sha256").outputText == "mine\n")
    }

    @Test(
        "a wrong check file is mended, whoever wrote it",
        arguments: [["--write-check-files"], ["--write-check-files", "--no-state"]])
    func wrongCheckFiles(_ options: [String]) {
        sync("--write-check-files")
        // Of another length, and of the right one.
        tree.sh("echo wrong > copy/empty.sha256; sed -i 's/^./0/; s/^0\\(.\\)/f\\1/' copy/a.csv.sha256")
        run(options + ["./", "../copy/"], in: tree.tree)
        if options.count == 1 {
            #expect(count() == names)
        } else {
            #expect(tree.sh("cd copy && sha256sum -c empty.sha256").status == 0)
        }
    }

    @Test("what says the same in other words, or more, is somebody's")
    func othersWords() {
        sync("--write-check-files")
        tree.sh(
            """
            cd copy; sha256sum --tag a.csv > a.csv.sha256; sha256sum -b empty > empty.sha256
            (sha256sum ' e'; echo x | sha256sum) > ' e.sha256'
            sha256sum a.csv.sha256 empty.sha256 ' e.sha256' > ../before
            """)
        sync("--write-check-files")
        #expect(tree.sh("cd copy && sha256sum --quiet -c ../before").status == 0)
    }

    @Test(
        "a link to other content and content changed in place lose their check files", arguments: ["-H", "--inplace"])
    func otherWays(_ option: String) {
        tree.sh("cd tree && mkdir -p ../copy && echo one > one && echo two > two")
        run(["-H", "--write-check-files", "./", "../copy/"], in: tree.tree)
        tree.sh("cd tree && ln -f one two && echo three > a.csv")
        run(["-H", option, "./", "../copy/"], in: tree.tree)
        #expect(tree.sh("test ! -e copy/two.sha256 && test ! -e copy/a.csv.sha256").status == 0)
    }

    @Test("what is right is not written again, and its data is not read")
    func rightCheckFiles() {
        sync("--write-check-files")
        tree.sh("find copy -name '*.sha256' -exec stat -c %Y.%i {} + | sort > before")
        sync("--write-check-files")
        tree.sh("find copy -name '*.sha256' -exec stat -c %Y.%i {} + | sort > after")
        #expect(tree.sh("cmp before after").status == 0)
    }

    @Test("however the destination is named", arguments: ["../copy", "../copy/.", "../tree/../copy//"])
    func names(_ destination: String) {
        sync("--write-check-files")
        sync("--delete", to: destination)
        #expect(count() == names)
        run(["--delete", "tree/sub/", "copy/sub"], in: tree.directory.path)
        #expect(count() == names)
    }

    @Test("a change behind ferry's back is mended, whether or not the name ends in a slash")
    func lastRun() {
        sync(to: "../copy/")
        tree.sh("touch -r copy/a.csv t; printf 'X' | dd of=copy/a.csv conv=notrunc 2>/dev/null; touch -r t copy/a.csv")
        sync(to: "../copy")
        #expect(tree.sh("cmp tree/a.csv copy/a.csv").status == 0)
    }

    @Test("the manifest of a run has the check files that it wrote, and those that are there")
    func manifests() {
        for _ in 0..<2 {
            sync("--write-check-files", "--manifest-out=../m", "--hash=md5")
            let verified = tree.ferry("manifest", "verify", "--exact", "../m", "../copy")
            #expect(verified.status == 0, "\(verified.outputText)\(verified.errorText)")
        }
    }

    @Test("a manifest without what waits for its check file is not complete")
    func incomplete() {
        tree.sh("cd tree && sha256sum a.csv > a.csv.sha256")
        sync("--require-check-file", "--manifest-out=../m")
        #expect(tree.sh("tail -n 1 m").outputText.contains("\"complete\":false"))
        #expect(tree.ferry("manifest", "verify", "../m", "../copy").errorText.contains("not complete"))
    }
}
