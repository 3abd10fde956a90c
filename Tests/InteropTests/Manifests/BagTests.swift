import Harness
import Servers
import Testing

/// Bags: ferry's read by the Library of Congress's bagit, and bagit's by ferry, and everything that makes one not valid.
@Suite("Bags")
struct BagTests {
    /// Beside those of every tree. `%` is escaped by RFC 8493 and not by bagit.
    private static let hardNames = ["n\nl", "b\\s", "c\rr", "#x"]

    private func expect(_ tree: borrowing ManifestTree, _ bag: String, _ status: Int32, _ text: String) {
        let outcome = Program.ferry.run(["manifest", "verify", bag], in: tree.directory.path)
        #expect(outcome.status == status, "\(bag): \(outcome.outputText)\(outcome.errorText)")
        #expect((outcome.outputText + outcome.errorText).contains(text), "\(outcome.outputText)\(outcome.errorText)")
    }

    @Test("made by ferry, in place or as a copy, and validated by bagit")
    func ours() {
        let tree = ManifestTree(hardNames: true)
        tree.sh("rm tree/c?r")
        let copy = tree.ferry("manifest", "create", "--format=bagit", "--hash=sha256,sha512,md5", "-o", "../bag")
        #expect(copy.status == 0, "\(copy.errorText)")
        #expect(tree.sh("diff -r tree bag/data").status == 0)
        let converted = tree.ferry("manifest", "create", "--format=bagit")
        #expect(converted.status == 0, "\(converted.errorText)")
        #expect(tree.sh("diff -r tree/data bag/data && ls -A tree | wc -l").outputText == "5\n")
        for bag in ["bag", "tree"] {
            let check = PythonProgram.bagit.run(["--validate", bag], in: tree.directory.path)
            #expect(check.status == 0, "\(check.errorText)")
            expect(tree, bag, 0, " are the same")
        }
        #expect(tree.ferry("manifest", "create", "--format=bagit").errorText.contains("is a bag already"))
        tree.sh("echo x >> bag/data/a.csv")
        #expect(PythonProgram.bagit.run(["--validate", "bag"], in: tree.directory.path).status != 0)
    }

    @Test("a bag inside its tree does not hold itself, and is gone on with where it was cut off")
    func insideItsTree() {
        let tree = ManifestTree()
        func create() -> Program.Outcome {
            tree.ferry("manifest", "create", "--format=bagit", "--hash=sha256", "-o", "sub/../new bag/")
        }
        #expect(create().status == 0)
        // As if killed before the last file, and before the last two.
        for more in ["", "'tree/new bag/tagmanifest-sha256.txt'"] {
            tree.sh("rm 'tree/new bag/bagit.txt' \(more)")
            let again = create()
            #expect(again.status == 0, "\(again.errorText)")
            expect(tree, "tree/new bag", 0, " are the same")
            #expect(tree.sh("test -e 'tree/new bag/data/a.csv' && test ! -e 'tree/new bag/data/new bag'").status == 0)
        }
        tree.sh("rm 'tree/new bag/bagit.txt'; echo mine > 'tree/new bag/bag-info.txt'")
        let refused = create()
        #expect(refused.status == 11)
        #expect(refused.errorText.contains("'bag-info.txt' is there already, and is not what would be written"))
        #expect(tree.sh("cat 'tree/new bag/bag-info.txt'").outputText == "mine\n")
    }

    @Test("made by bagit and validated by ferry", arguments: ["", "--sha256", "--md5 --sha1 --sha512"])
    func theirs(_ options: String) {
        let tree = ManifestTree(hardNames: true)
        tree.sh("echo percent > 'tree/p%c'")
        let made = PythonProgram.bagit.run(
            options.split(separator: " ").map(String.init) + ["tree"], in: tree.directory.path)
        #expect(made.status == 0, "\(made.errorText)")
        expect(tree, "tree", 0, " are the same")
        expect(tree, "tree/bagit.txt", 0, " are the same")
        tree.sh("echo x > tree/data/a.csv; rm tree/data/empty; echo new > tree/data/new; echo x >> tree/bag-info.txt")
        expect(tree, "tree", 2, "bag-info.txt: line")
        tree.sh("sed -i '$d' tree/bag-info.txt")
        let outcome = tree.ferry("manifest", "verify", ".")
        #expect(outcome.status == 1)
        for line in ["hash differs: data/a.csv", "missing: data/empty", "extra: data/new", "not valid: bag-info.txt"] {
            #expect(outcome.outputText.contains(line), "\(outcome.outputText)")
        }
        let quick = tree.ferry("manifest", "verify", "--quick", "--json", ".")
        #expect(quick.status == 1 && quick.outputText.contains(#""event":"bag","severity":"error""#))
    }

    @Test("names that bagit does not escape are what RFC 8493 says, and come back")
    func percent() {
        let tree = ManifestTree()
        tree.sh("echo x > 'tree/p%0Aq%'")
        #expect(tree.ferry("manifest", "create", "--format=bagit").status == 0)
        #expect(tree.sh("grep -c ' data/p%250Aq%25$' tree/manifest-sha512.txt").outputText == "1\n")
        expect(tree, "tree", 0, " are the same")
    }

    /// What is done to a bag of version 1.0, the status that is to come, and words of its message.
    private static let damages: [(String, Int32, String)] = [
        ("rm -r data", 1, "not valid: data: there is no such directory"),
        ("rm manifest-sha256.txt tagmanifest-*", 1, "there is no payload manifest"),
        ("rm bagit.txt", 2, "bagit.txt: there is no such file"),
        ("sed -i s/1.0/3.0/ bagit.txt", 2, "bagit.txt: line 1: version '3.0' of BagIt is not known here"),
        ("sed -i s/UTF-8/EBCDIC/ bagit.txt", 2, "bagit.txt: line 2: the encoding 'EBCDIC' is not known here"),
        ("sed -i '2s|data/|../|' manifest-sha256.txt", 2, "manifest-sha256.txt: line 2: the path '../"),
        ("sed -i '1s|data/|/data/|' manifest-sha256.txt", 2, "manifest-sha256.txt: line 1: the path '/data/"),
        ("sed -i '1s|data/|~/|' manifest-sha256.txt", 2, "manifest-sha256.txt: line 1: the path '~/"),
        ("sed -i '1s|^.|x|' manifest-sha256.txt", 2, "manifest-sha256.txt: line 1: the sha256 digest is none"),
        ("sed -n 1p manifest-sha256.txt >> manifest-sha256.txt", 1, "names a file more than once"),
        ("ln -s /etc/passwd data/link", 1, "extra: data/link"),
        ("rm data/a.csv; ln -s /etc/passwd data/a.csv", 1, "kind differs: data/a.csv"),
        ("echo 'http://x/ 14 data/fetched' > fetch.txt", 1, "fetch.txt: no manifest names 'data/fetched'"),
        ("echo 'http://x/ 14 ../fetched' > fetch.txt", 2, "fetch.txt: line 1: the path '../fetched'"),
        ("echo 'http://x/ 15 data/a.csv' > fetch.txt", 1, "size differs: data/a.csv"),
        ("echo 'http://x/ 14 data/a.csv' > fetch.txt; rm data/a.csv", 1, "missing: data/a.csv"),
        ("echo 'http://x/ - data/a.csv' > fetch.txt", 0, "are the same"),
        ("sed -i '/manifest-sha256/d' tagmanifest-sha256.txt", 1, "does not name 'manifest-sha256.txt'"),
        ("cp manifest-sha256.txt manifest-whirlpool.txt", 2, "manifest-whirlpool.txt: the algorithm is not known here"),
        ("sed -i 's/^Payload.*/Payload-Oxum: 1.1/' bag-info.txt; rm tagmanifest-*", 1, "Payload-Oxum is 1.1"),
        ("sed -i 's/^Payload.*/Payload-Oxum: many/' bag-info.txt", 2, "'many' is no Payload-Oxum"),
        ("rm bag-info.txt tagmanifest-*; echo free > note.txt", 0, "are the same"),
        (
            "rm tagmanifest-*; sed -i s/UTF-8/UTF-16/ bagit.txt; for f in manifest-sha256 bag-info; do "
                + "iconv -f UTF-8 -t UTF-16 $f.txt > t; mv t $f.txt; done", 0, "are the same"
        ),
    ]

    @Test(arguments: damages)
    func damaged(_ change: String, _ status: Int32, _ message: String) {
        let tree = ManifestTree()
        #expect(tree.ferry("manifest", "create", "--format=bagit", "--hash=sha256").status == 0)
        tree.sh("cd tree && \(change)")
        expect(tree, "tree", status, message)
    }

    @Test("nothing is changed when a tree cannot become a bag")
    func refusals() {
        let tree = ManifestTree()
        tree.sh("ln -s a.csv tree/link; mkdir full; touch full/x")
        let before = tree.sh("ls -lRA tree").outputText
        for (arguments, message) in [
            (["."], "a symlink has no place"), ([".", "-o", "../full"], "is not empty"),
            ([".", "--exclude=link"], "'-o DIR'"), (["a.csv"], "made of a directory"),
        ] {
            let outcome = Program.ferry.run(["manifest", "create", "--format=bagit"] + arguments, in: tree.tree)
            #expect(outcome.status != 0 && outcome.errorText.contains(message), "\(outcome.errorText)")
        }
        #expect(tree.sh("ls -lRA tree").outputText == before)
        #expect(tree.ferry("manifest", "create", "--format=bagit", "--exclude=link", "-o", "../bag").status == 0)
        expect(tree, "bag", 0, " are the same")
    }

    @Test("directories are open to whom their originals are, and new ones to whom the umask says")
    func permissions() {
        let tree = ManifestTree()
        tree.sh("chmod 750 tree/sub; chmod 711 tree")
        let create = "umask 022; \(Program.ferry.path) manifest create --format=bagit"
        #expect(
            tree.sh("\(create) -o bag tree && stat -c %a bag bag/data bag/data/sub").outputText == "755\n711\n750\n")
        #expect(tree.sh("\(create) tree && stat -c %a tree tree/data tree/data/sub").outputText == "711\n755\n750\n")
    }

    @Test("a copy that was not finished is gone on with, and what is none of it is left alone")
    func unfinished() {
        let tree = ManifestTree()
        let create = ["manifest", "create", "--format=bagit", "-o", "bag", "tree"]
        func make() -> Program.Outcome { Program.ferry.run(create, in: tree.directory.path) }
        // A name that no bag can hold is found before anything is copied.
        tree.sh("touch \"tree/$(printf '\\377')\"")
        #expect(make().errorText.contains("the name cannot be written") && tree.sh("ls bag").status != 0)
        tree.sh("rm \"tree/$(printf '\\377')\"; mkdir -p bag/data/sub; cp -p tree/a.csv bag/data")
        let inode = tree.sh("stat -c %i bag/data/a.csv").outputText
        for (foreign, message) in [
            ("extra", "'data/extra' is there already"), ("empty", "'data/empty' is there already"),
            ("f)", "it is there already, with another content"),
        ] {
            tree.sh("printf 'line 1\nline X\n' > 'bag/data/\(foreign)'")
            let outcome = make()
            #expect(outcome.status != 0 && outcome.errorText.contains(message), "\(outcome.errorText)")
            #expect(tree.sh("tail -n 1 'bag/data/\(foreign)'; ls bag").outputText == "line X\ndata\n")
            tree.sh("rm 'bag/data/\(foreign)'")
        }
        #expect(make().status == 0)
        #expect(tree.sh("diff -r tree bag/data; stat -c %i bag/data/a.csv").outputText == inode)
        expect(tree, "bag", 0, " are the same")
        tree.sh("rm -r bag; mkdir -p bag/data; cp -p tree/a.csv bag/data")
        let selected = Program.ferry.run(create + ["--exclude=a.csv"], in: tree.directory.path)
        #expect(selected.status != 0 && selected.errorText.contains("'data/a.csv' is there already"))
    }
}
