import Harness
import Testing

/// Whoever is not root can give files only groups of their own (chown(2)).
@Suite("Groups of others") struct ForeignGroupsTests {
    @Test(arguments: ["ferry sync --no-state", "ferry rsync", "rsync"])
    func theyAreLeftAlone(_ program: String) {
        let shell = Shell()
        _ = shell.look("mkdir src; echo a > src/a; echo b > src/b; chgrp -R 12345 src; chgrp 0 src/b; chmod 777 .")
        let first = shell.run("\(program) -a src/ there/", unprivileged: true)
        #expect(first.status == 0 && first.errorText == "", "\(first.errorText)")
        let again = shell.run("\(program) -ai src/ there/", unprivileged: true)
        #expect(again.status == 0 && again.outputText == "" && again.errorText == "", "\(again.outputText)")
        #expect(shell.look("stat -c %g there/a there/b") == "0\n0\n")
    }
}
