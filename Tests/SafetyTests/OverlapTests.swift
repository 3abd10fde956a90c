import Glibc
import Harness
import Testing

/// Sources and destinations inside each other.
@Suite struct OverlapTests {
    @Test(arguments: ["", "/"]) func destinationInsideTheSource(_ slash: String) {
        let box = Sandbox()
        mkdir(box.source + "/sub", 0o755)
        box.write("f", to: box.source + "/sub/f")
        var seen: [[String]] = []
        for _ in 1...3 {
            let run = box.sync(["--delete"], [box.source + slash, box.source + "/sub/copy/"])
            #expect(run.status == 0, "\(run.errorText)")
            seen.append(box.names(in: box.source))
        }
        let top = slash == "/" ? "sub/copy" : "sub/copy/src"
        let names = ["sub", "sub/f", "sub/copy", top, top + "/sub", top + "/sub/f"]
        for state in seen { #expect(state == Set(names).sorted()) }
    }

    @Test(arguments: ["--delete", "--delete-before", "--delete-during"])
    func sourceInsideTheDestinationIsNotDeleted(_ option: String) {
        let box = Sandbox()
        mkdir(box.destination + "/in", 0o755)
        mkdir(box.destination + "/in/src", 0o755)
        box.write("precious", to: box.destination + "/in/src/f")
        box.write("gone", to: box.destination + "/gone")
        let run = box.sync([option], [box.destination + "/in/src/", box.destination + "/"])
        #expect(run.status == 23)
        #expect(run.errorText.contains("cannot remove 'in/src' on \(box.destination)/: a source lies there"))
        #expect(run.errorText.contains("nothing was deleted"))
        #expect(run.errorText.split(separator: "\n").count == 2, "\(run.errorText)")
        #expect(box.read(box.destination + "/in/src/f") == "precious")
        #expect(box.read(box.destination + "/f") == "precious")
    }

    @Test func sourceIsTheDestination() {
        let box = Sandbox()
        box.write("f", to: box.source + "/f")
        for options in [[], ["--delete"], ["--ignore-times"]] {
            expectSuccess(box.sync(options, [box.source + "/", box.source + "/"]))
            #expect(box.read(box.source + "/f") == "f")
        }
        let run = box.sync(["--remove-source-files"], [box.source + "/", box.source + "/"])
        expectOneLine(run, status: 23, containing: ["cannot remove 'f'", "the same file"])
        #expect(box.read(box.source + "/f") == "f")
    }

    @Test func symlinksDoNotHideTheOverlap() {
        let box = Sandbox()
        mkdir(box.destination + "/in", 0o755)
        box.write("precious", to: box.destination + "/in/f")
        symlink(box.destination + "/in", box.path + "/alias")
        let run = box.sync(["--delete"], [box.path + "/alias/", box.destination + "/"])
        #expect(run.status == 23)
        #expect(box.read(box.destination + "/in/f") == "precious")
    }
}
