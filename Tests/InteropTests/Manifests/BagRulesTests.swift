import Harness
import Servers
import Testing

/// Rules of BagIt that programs differ in, held against the Library of Congress's bagit where that can tell.
@Suite("Rules of bags")
struct BagRulesTests {
    private func bag() -> ManifestTree {
        let tree = ManifestTree()
        let made = tree.ferry("manifest", "create", "--format=bagit", "--hash=md5", "-o", "../bag")
        #expect(made.status == 0, "\(made.errorText)")
        tree.sh("rm bag/tagmanifest-md5.txt")
        return tree
    }

    private func verify(_ tree: borrowing ManifestTree) -> Program.Outcome {
        tree.ferry("manifest", "verify", "../bag")
    }

    @Test("the payload's size stands in package-info.txt before version 0.96", arguments: ["0.93", "0.95", "0.96"])
    func packageInfo(_ version: String) {
        let tree = bag()
        tree.sh("sed -i 's/1\\.0/\(version)/' bag/bagit.txt; mv bag/bag-info.txt bag/package-info.txt")
        #expect(verify(tree).status == 0)
        tree.sh("sed -i 's/^Payload-Oxum: /&9/' bag/package-info.txt")
        let isWrong = version != "0.96"
        let theirs = PythonProgram.bagit.run(["--validate", "bag"], in: tree.directory.path)
        #expect((theirs.status != 0) == isWrong, "\(theirs.errorText)")
        let ours = verify(tree)
        #expect((ours.status != 0) == isWrong, "\(ours.errorText)")
        #expect((ours.outputText + ours.errorText).contains("package-info.txt") == isWrong)
    }

    @Test("lines may end in CR alone, or in CR and LF", arguments: ["\\r", "\\r\\n"])
    func lineEnds(_ end: String) {
        let tree = bag()
        tree.sh("for f in bag/*.txt; do sed -i ':a;N;$!ba;s/\\n/\(end)/g' $f; done; sed -i 's/\\n$/\\r/' bag/*.txt")
        #expect(tree.sh("grep -c \"$(printf '\\r')\" bag/manifest-md5.txt").status == 0)
        let ours = verify(tree)
        #expect(ours.status == 0, "\(ours.outputText)\(ours.errorText)")
        tree.sh("echo x >> bag/data/a.csv")
        #expect(verify(tree).status == 1)
    }

    @Test("a manifest that is a link is refused in clear words")
    func linkedManifest() {
        let tree = bag()
        tree.sh("mv bag/manifest-md5.txt m; ln -s ../m bag/manifest-md5.txt")
        let ours = verify(tree)
        #expect(ours.status == 2 && ours.errorText.contains("it is a symlink"), "\(ours.errorText)")
    }

    @Test("of two that make a bag of one directory one does, and no bag is within a bag")
    func atOnce() async {
        for _ in 0..<20 {
            let tree = ManifestTree()
            let directory = tree.directory.path
            async let first = Self.makeBag(of: "tree", in: directory)
            async let second = Self.makeBag(of: "tree", in: directory)
            let statuses = await [first, second].sorted()
            #expect(statuses[0] == 0 && statuses[1] != 0, "\(statuses)")
            #expect(tree.sh("test -e tree/data/a.csv && test ! -e tree/data/data").status == 0)
            #expect(tree.ferry("manifest", "verify", ".").status == 0)
        }
    }

    private static func makeBag(of name: String, in directory: String) async -> Int32 {
        Program.ferry.run(["manifest", "create", "--format=bagit", name], in: directory).status
    }
}
