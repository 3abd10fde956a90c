import Glibc
import Harness
import Testing

@Suite struct NameTests {
    @Test func oddNamesArriveAsTheyAre() {
        let box = Sandbox()
        let longest = String(repeating: "n", count: 255)
        let names: [[UInt8]] = [
            Array(longest.utf8), [0xff, 0xfe, 0x80], Array("new\nline".utf8), Array(" lead".utf8), Array("-rf".utf8),
            Array("*?[x]".utf8), Array("\u{e9}\u{301}".utf8), Array("back\\slash".utf8), Array("\u{1b}[31m".utf8),
            Array(".hidden".utf8), Array("trailing ".utf8), Array("a:b".utf8),
        ]
        for name in names { writeFile(name, to: Array((box.source + "/").utf8) + name) }
        expectSuccess(box.sync())
        for name in names { #expect(readFile(Array((box.destination + "/").utf8) + name) == name) }
        let again = box.sync(["--itemize-changes"])
        expectSuccess(again)
        #expect(again.outputText == "")
    }

    /// A path longer than any system call takes is no longer a problem when each directory is opened in turn.
    @Test func deepPaths() {
        let box = Sandbox()
        let name = String(repeating: "d", count: 250)
        let make = "cd \(box.source); for i in $(seq 20); do mkdir \(name); cd \(name); done; echo deep > f"
        #expect(Program("bash").run(["-c", make]).status == 0)
        expectSuccess(box.sync())
        let check = "cd \(box.destination); for i in $(seq 20); do cd \(name); done; cat f"
        #expect(Program("bash").run(["-c", check]).outputText == "deep\n")
        #expect(
            box.sync(["--delete", "--allow-empty-source"], [box.path + "/empty/", box.destination + "/"]).status == 23)
        mkdir(box.path + "/empty", 0o755)
        expectSuccess(box.sync(["--delete", "--allow-empty-source"], [box.path + "/empty/", box.destination + "/"]))
        #expect(box.names(in: box.destination) == [])
    }

    @Test func tooLongANameIsRefused() {
        let box = Sandbox()
        box.write("x", to: box.source + "/f")
        let name = String(repeating: "n", count: 256)
        let run = box.sync([], [box.source + "/f", box.destination + "/" + name])
        #expect(run.status != 0)
        #expect(run.errorText.split(separator: "\n").count == 1, "\(run.errorText)")
        #expect(run.errorText.contains("too long"), "\(run.errorText)")
        #expect(box.names(in: box.destination) == [])
    }

    /// The suffix of a backup makes the name too long: the old file stays.
    @Test func tooLongABackupName() {
        let box = Sandbox()
        let name = String(repeating: "n", count: 255)
        box.write("new", to: box.source + "/" + name, modified: 2_000_000)
        box.write("old", to: box.destination + "/" + name)
        let run = box.sync(["--backup"])
        expectOneLine(run, status: 23, containing: ["nnn~", "too long"])
        #expect(box.read(box.destination + "/" + name) == "old")
        #expect(box.litter() == [])
    }
}
