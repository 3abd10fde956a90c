import Glibc
import Harness
import Testing

/// New directories without the source's permissions: what they have is the place's, with the bit that the directory above hands
/// down.
@Suite(.enabled(if: geteuid() == 0)) struct InheritedPermissionTests {
    @Test(arguments: [SSHWay.inside, .asyncssh, .agent, .scp]) func areThoseOfLocalDirectories(_ way: SSHWay) {
        let directory = TemporaryDirectory()
        let script = """
            umask 022; mkdir -p src/a/b/c src/a/d src/e
            for name in src/a/b/c/one src/a/two src/e/three; do echo x > $name; done
            chmod 700 src/a/b; chmod 777 src/e; chmod 555 src/a/d
            for place in here there; do mkdir -p $place/sub; chgrp 4321 $place/sub; chmod 2775 $place/sub; done
            rsync -r src/ here/; rsync -r src/ here/sub/
            """
        let made = Program("sh").run(["-ec", script], in: directory.path)
        #expect(made.status == 0, "\(made.errorText)")
        for part in ["", "/sub"] {
            let to = way.place("\(directory.path)/there\(part)")
            let outcome = Program.ferry.run(
                ["sync", "-r", "--no-perms", "--no-group"] + way.options + ["\(directory.path)/src/", to],
                environment: way.environment)
            #expect(outcome.status == 0, "\(outcome.errorText)")
        }
        func modes(_ tree: String) -> [String] {
            let found = Program("find").run([tree, "-mindepth", "1", "-printf", "%P %m %G\\n"], in: directory.path)
            return found.outputText.split(separator: "\n").map(String.init).sorted()
        }
        #expect(modes("there") == modes("here"))
    }
}
