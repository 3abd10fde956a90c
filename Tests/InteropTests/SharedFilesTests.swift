import Harness
import Testing

/// Files of the destination with several names, written in place: the last name has the last word, and nothing is a mixture.
@Suite("Names of one file at the destination, written in place")
struct SharedFilesTests {
    @Test(
        "one source has it, as with rsync",
        arguments: ["--inplace -W", "--inplace --no-whole-file", "--inplace -c"])
    func nothingIsMixed(_ options: String) {
        let shell = Shell()
        _ = shell.run("mkdir src")
        for (name, byte) in [("a", UInt8(ascii: "A")), ("b", UInt8(ascii: "B")), ("c", UInt8(ascii: "C"))] {
            shell.directory.write([UInt8](repeating: byte, count: 30_000_000), "src/\(name)")
        }
        for side in ["ferry", "rsync"] {
            _ = shell.run("mkdir -p \(side)/dst; cd \(side)/dst; echo old > a; ln a b; ln a c")
        }
        for _ in 0..<3 {
            let ours = shell.run("cd ferry; ferry rsync -a -I --parallel=4 \(options) ../src/ dst/")
            let theirs = shell.run("cd rsync; rsync -a -I \(options) ../src/ dst/")
            #expect(ours.status == theirs.status, "\(ours.errorText)")
            #expect(shell.run("cmp src/c ferry/dst/a && cmp src/c ferry/dst/c").status == 0)
        }
        #expect(shell.run("diff -r ferry rsync").outputText == "")
    }

    @Test func theOldContentIsKept() {
        let shell = Shell()
        _ = shell.run("mkdir src dst; for i in a b c; do echo $i > src/$i; done; cd dst; echo old > a; ln a b; ln a c")
        let run = shell.run("ferry rsync -a -I --inplace -b --backup-dir=$PWD/kept src/ dst/")
        #expect(run.status == 0, "\(run.errorText)")
        #expect(shell.run("cat dst/a dst/b dst/c kept/a").outputText == "c\nc\nc\nold\n")
    }
}
