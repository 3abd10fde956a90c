import Harness
import Testing

/// `-H -b` where nobody tells which names are links: a second run finds names that are links already.
@Suite struct LinkedBackupTests {
    @Test(arguments: [SSHWay.inside, .program, .proftpd, .agent, .scp]) func backupsStayWhatTheyAre(_ way: SSHWay) {
        let directory = TemporaryDirectory()
        let script = """
            mkdir src there; echo new content > src/a; ln src/a src/b; ln src/a src/c
            for name in a b c; do echo old $name > there/$name; done
            """
        let made = Program("sh").run(["-ec", script], in: directory.path)
        precondition(made.status == 0, made.errorText)
        for _ in 1...2 {
            let outcome = Program.ferry.run(
                ["sync", "-H", "-b", "--no-state"] + way.options
                    + ["\(directory.path)/src/", way.place("\(directory.path)/there")],
                environment: way.environment)
            #expect(outcome.status == 0, "\(outcome.errorText)")
            let found = Program("sh").run(["-c", "cat a~ b~ c~ a b c"], in: directory.file("there")).outputText
            #expect(found == "old a\nold b\nold c\n" + String(repeating: "new content\n", count: 3))
        }
    }
}
