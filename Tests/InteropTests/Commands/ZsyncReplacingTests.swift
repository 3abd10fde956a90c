import Harness
import Testing

/// Which files `ferry zsync` writes to, and what becomes of those that are there.
@Suite("ferry zsync and what is there already") struct ZsyncReplacingTests {
    @Test("the file that is described is not overwritten", arguments: ["new", "./new", "soft", "hard", "d/../new"])
    func makesNothingOfItsSource(_ output: String) {
        let shell = Shell.zsync("source")
        let outcome = shell.run(
            "cp new saved; mkdir d; ln -s new soft; ln new hard; ferry zsync make -o \(output) new; echo $?; cmp new saved; ls -A"
        )
        #expect(outcome.outputText == "1\nd\nhard\nnew\nold\nsaved\nsoft\n")
        #expect(
            outcome.errorText
                == "ferry: cannot write the control file to '\(output)': it is the file that is described\n")
        #expect(shell.look("readlink soft; ferry zsync make -o old new && head -c 5 old") == "new\nzsync")
    }

    @Test("standard output is no exception")
    func makesNothingOfItsSourceByRedirection() {
        let shell = Shell.zsync("redirected")
        #expect(shell.look("cp new saved; ferry zsync make -o - new >> new; echo $?; cmp new saved") == "1\n")
    }

    // MARK: Names that the control file chose

    /// As zsync 0.6.2 does; it leaves the new file with mode 600 whatever the old one had.
    @Test("what has the suggested name stays beside it", arguments: ["600", "755"])
    func keepsTheOld(_ mode: String) {
        let shell = Shell.zsync("kept")
        let script = """
            mkdir p; mv new p; ferry zsync make p/new; LC_ALL=C sed -i 's/^Filename:.*/Filename: notes.txt/' p/new.zsync
            echo mine > notes.txt; chmod \(mode) notes.txt; echo older > notes.txt.zs-old
            ferry zsync get -i old p/new.zsync && cmp notes.txt p/new && cat notes.txt.zs-old && stat -c '%n %a' notes*; ls -A
            """
        let all = "mine\nnotes.txt \(mode)\nnotes.txt.zs-old \(mode)\nnotes.txt\nnotes.txt.zs-old\nold\np\n"
        #expect(shell.look(script) == all)
        // Once more replaces nothing that differs.
        let again = "ferry zsync get p/new.zsync && cmp notes.txt p/new && cat notes.txt.zs-old && stat -c %a notes.txt"
        #expect(shell.look(again) == "mine\n\(mode)\n")
    }

    /// Whoever may not link to another's file may still move it in a directory of their own.
    @Test("where no link can be made, the old file is moved")
    func movesTheOld() {
        let shell = Shell.zsync("moved")
        let script = """
            mkdir p; mv new p; ferry zsync make p/new; echo mine > new
            strace -f -qq -o /dev/null -e trace=linkat -e inject=linkat:error=EPERM "$FERRY" zsync get p/new.zsync
            cmp new p/new && cat new.zs-old; ls -A
            """
        #expect(shell.look(script) == "mine\nnew\nnew.zs-old\nold\np\n")
    }

    @Test("a name that was given is replaced, with its permissions")
    func replacesTheGiven() {
        let shell = Shell.zsync("given")
        let script =
            "ferry zsync make new; chmod 640 old; ferry zsync get -o old new.zsync; cmp old new; stat -c %a old; ls -A"
        #expect(shell.look(script) == "640\nnew\nnew.zsync\nold\n")
    }

    @Test("no option is a name", arguments: ["-rf", "--help", "-"])
    func takesNoOptions(_ name: String) {
        let shell = Shell.zsync("options")
        let script = """
            ferry zsync make -o c.zsync new; LC_ALL=C sed -i 's/^Filename:.*/Filename: \(name)/' c.zsync
            ferry zsync get c.zsync && cmp c new; ls -A
            """
        #expect(shell.look(script) == "c\nc.zsync\nnew\nold\n")
    }

    // MARK: Directories

    @Test("a directory is refused before anything is fetched", arguments: ["-o d", "-o l", ""])
    func refusesDirectories(_ options: String) {
        let shell = Shell.zsync("directory")
        let script = """
            mkdir d p; ln -s d l; mv new p; ferry zsync make p/new; LC_ALL=C sed -i 's/^Filename:.*/Filename: d/' p/new.zsync
            ferry zsync get \(options) p/new.zsync; echo $?; ls -A
            """
        let outcome = shell.run(script)
        #expect(outcome.outputText == "3\nd\nl\nold\np\n")
        let name = options.isEmpty ? "d" : String(options.last!)
        #expect(outcome.errorText == "ferry: cannot write '\(name)': it is a directory\n")
    }

    /// Nor is anything read from a pipe to which nobody may ever write.
    @Test("a pipe is refused too", arguments: ["-o d", "-o l", ""])
    func refusesPipes(_ options: String) {
        let shell = Shell.zsync("pipe")
        let script = """
            mkfifo d; ln -s d l; ferry zsync make new; LC_ALL=C sed -i 's/^Filename:.*/Filename: d/' new.zsync
            timeout 20 "$FERRY" zsync get \(options) new.zsync; echo $?; test -p d && ls -A
            """
        #expect(shell.look(script) == "3\nd\nl\nnew\nnew.zsync\nold\n")
    }

    @Test("a directory in the place of the old file")
    func refusesDirectoriesForTheOld() {
        let shell = Shell.zsync("directory for the old")
        let script = """
            mkdir p new.zs-old; mv new p; ferry zsync make p/new; echo mine > new; ferry zsync get p/new.zsync; echo $?; cat new; ls -A
            """
        #expect(shell.look(script) == "3\nmine\nnew\nnew.zs-old\nold\np\n")
    }
}
