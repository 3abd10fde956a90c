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
}
