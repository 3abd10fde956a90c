import Glibc
import Harness
import Testing

@Suite struct DeletionTests {
    @Test func emptySource() {
        let box = Sandbox()
        box.write("kept", to: box.destination + "/kept")
        expectOneLine(box.sync(["--delete"]), status: 23, containing: ["source is empty", "--allow-empty-source"])
        #expect(box.names(in: box.destination) == ["kept"])
        expectSuccess(box.sync(["--delete", "--allow-empty-source"]))
        #expect(box.names(in: box.destination) == [])
    }

    /// Directories that -m leaves out are nothing.
    @Test func sourceOfEmptyDirectories() {
        let box = Sandbox()
        box.write("kept", to: box.destination + "/kept")
        _ = Program("mkdir").run(["-p", box.source + "/a/b"])
        expectOneLine(
            box.sync(["--delete", "-m"]), status: 23, containing: ["source is empty", "--allow-empty-source"])
        #expect(box.names(in: box.destination) == ["kept"])
    }

    @Test(arguments: ["2", "74%"]) func limitIsCheckedBeforeTheFirst(_ limit: String) {
        let box = Sandbox()
        box.write("stays", to: box.source + "/stays")
        for name in ["stays", "a", "b", "c"] { box.write("stays", to: box.destination + "/" + name) }
        let run = box.sync(["--delete", "--max-delete=\(limit)"])
        expectOneLine(run, status: 25, containing: ["nothing was deleted", "3 deletions", "--max-delete"])
        #expect(box.names(in: box.destination).count == 4)
    }

    @Test(arguments: ["3", "75%"]) func limitPermits(_ limit: String) {
        let box = Sandbox()
        box.write("stays", to: box.source + "/stays")
        for name in ["stays", "a", "b", "c"] { box.write("stays", to: box.destination + "/" + name) }
        expectSuccess(box.sync(["--delete", "--max-delete=\(limit)"]))
        #expect(box.names(in: box.destination) == ["stays"])
    }

    @Test func aMissingSourceDeletesNothing() {
        let box = Sandbox()
        box.write("stays", to: box.source + "/stays")
        box.write("kept", to: box.destination + "/kept")
        let run = box.sync(["--delete"], [box.source + "/", box.path + "/missing", box.destination + "/"])
        #expect(run.status == 23)
        #expect(run.errorText.contains("'missing'"), "\(run.errorText)")
        #expect(box.names(in: box.destination) == ["kept", "stays"])
    }

    /// Each name's turn would delete what belongs to the other.
    @Test(arguments: ["d -> e", "d -> ABSOLUTE/e", "d -> ../out, c -> ../out"])
    func aLinkIntoWhatIsDeletedFromIsNotFollowed(_ links: String) {
        let box = Sandbox()
        let script = """
            mkdir -p out src/c src/d/sub src/e dst/e; echo f > src/d/f; echo g > src/d/sub/g; echo k > src/e/keep
            echo c > src/c/c; cp -a src/d/. dst/e; cp -a src/e/. dst/e; cp -a src/d/. out
            """
        let linking = links.replacing("ABSOLUTE", with: box.destination).split(separator: ", ").map { link in
            let ends = link.split(separator: " -> ")
            return "ln -s \(ends[1]) dst/\(ends[0])"
        }
        let made = Program("sh").run(["-ec", ([script] + linking).joined(separator: "\n")], in: box.path)
        #expect(made.status == 0, "\(made.errorText)")
        let content = { Program("sh").run(["-c", "cat out/f out/sub/g dst/e/f dst/e/sub/g"], in: box.path).outputText }
        let before = content()
        for _ in 0..<2 {
            let run = box.sync(["-K", "--delete"])
            #expect(run.status == 23 && run.errorText.contains("under another name"), "\(run.errorText)")
            #expect(content() == before)
        }
    }

    /// How much a share of the destination is, is known when all of it was seen.
    @Test func aShareIsNotTakenOfWhatWasSeenSoFar() {
        let box = Sandbox()
        let script = """
            mkdir dst/a; for i in $(seq 30); do echo > dst/a/$i; done; echo file > src/a
            for i in $(seq 3000); do echo > src/b$i; done; cp -p src/b* dst
            """
        #expect(Program("sh").run(["-ec", script], in: box.path).status == 0)
        let run = box.sync(["--delete", "--max-delete=5%"])
        #expect(run.status == 0 && box.read(box.destination + "/a") == "file\n", "\(run.errorText)")
    }
}
