import Harness
import Testing

/// A tree to compare with, copy from or link to that is not there is told: mostly its name is wrong, and everything is sent.
@Suite struct MissingReferenceTests {
    @Test(arguments: ["--link-dest", "--copy-dest", "--compare-dest"], [false, true])
    func itIsTold(_ option: String, _ isRemote: Bool) {
        let directory = TemporaryDirectory()
        let made = Program("sh").run(["-ec", "mkdir src there; echo x > src/a; echo x > file"], in: directory.path)
        #expect(made.status == 0)
        let place = isRemote ? "server:\(directory.path)/dst" : "dst"
        func sync(_ tree: String) -> Program.Outcome {
            Program.ferry.run(
                ["sync", "--no-state", "\(option)=\(tree)"] + (isRemote ? SSHWay.inside.options : []) + [
                    "src/", place,
                ],
                in: directory.path)
        }
        for tree in ["../nope", "../file"] {
            let outcome = sync(tree)
            #expect(outcome.status == 0 && outcome.outputText == "")
            #expect(
                outcome.errorText == "ferry: \(option) '\(tree)' is no directory that exists there\n",
                "\(outcome.errorText)")
        }
        #expect(sync("../there").errorText == "")
    }
}
