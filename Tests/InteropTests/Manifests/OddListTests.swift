import Harness
import Testing

/// Lists of other programs that say less than they seem to, or what cannot be told by their look.
@Suite("Odd lists")
struct OddListTests {
    @Test(
        "digests without a name are what their length allows",
        arguments: ["xxhsum -H0", "xxhsum -H1", "xxhsum -H2", "md5sum"])
    func namelessDigests(_ program: String) {
        let tree = ManifestTree()
        tree.sh("cd tree && \(program) a.csv empty > ../list")
        let same = tree.ferry("manifest", "verify", "../list")
        #expect(same.status == 0, "\(same.outputText)\(same.errorText)")
        tree.sh("printf 'line 1\\nLINE 0\\n' > tree/a.csv")
        #expect(tree.ferry("manifest", "verify", "../list").status == 1)
    }

    @Test("a list whose digests are all unknown is refused, or warned of")
    func unknownDigests() {
        let tree = ManifestTree()
        tree.sh("printf '%%%%%%%% HASHDEEP-1.0\\n%%%%%%%% size,tiger,filename\\n0,00,empty\\n' > list")
        let refused = tree.ferry("manifest", "verify", "../list")
        #expect(refused.status == 2 && refused.errorText.contains("'tiger'"), "\(refused.errorText)")
        tree.sh("sed -i 's/tiger/tiger,md5/; s/,00,/,00,d41d8cd98f00b204e9800998ecf8427e,/' list")
        let warned = tree.ferry("manifest", "verify", "../list")
        #expect(warned.status == 0 && warned.errorText.contains("'tiger'"), "\(warned.errorText)")
        tree.sh("printf '#mtree\\n./empty type=file size=0 rmd160=00\\n' > list")
        let mtree = tree.ferry("manifest", "verify", "../list")
        #expect(mtree.status == 0 && mtree.errorText.contains("'rmd160'"), "\(mtree.errorText)")
    }

    @Test("directories that a converted list implies are not extra")
    func impliedDirectories() {
        let tree = ManifestTree()
        tree.sh("cd tree && find . -type f -print0 | xargs -0 md5sum > ../list")
        let converted = tree.ferry("manifest", "convert", "../list", "--format=native", "-o", "../m")
        #expect(converted.status == 0, "\(converted.errorText)")
        let exact = tree.ferry("manifest", "verify", "--exact", "../m")
        #expect(exact.status == 0, "\(exact.outputText)")
        tree.sh("mkdir tree/more")
        #expect(tree.ferry("manifest", "verify", "--exact", "../m").outputText.contains("more"))
    }

    @Test("a byte order mark is no part of an SFV file's first name")
    func markedSFV() {
        let tree = ManifestTree()
        tree.sh("printf '\\357\\273\\277empty 00000000\\r\\n' > list.sfv")
        let same = tree.ferry("manifest", "verify", "../list.sfv")
        #expect(same.status == 0, "\(same.outputText)\(same.errorText)")
    }
}
