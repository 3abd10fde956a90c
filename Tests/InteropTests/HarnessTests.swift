import Harness
import Testing

@Suite("Harness")
struct HarnessTests {
    @Test("a run has its status, output, errors, directory, variables and input")
    func runs() {
        let directory = TemporaryDirectory()
        let script = #"pwd; cat; echo "$NAME" >&2; exit 3"#
        let outcome = Program("sh").run(
            ["-c", script], in: directory.path, environment: ["NAME": "value"], input: Array("text".utf8))
        #expect(outcome.status == 3)
        #expect(outcome.outputText == "\(directory.path)\ntext")
        #expect(outcome.errorText == "value\n")
        #expect(Program("sh").run(["-c", "kill -KILL $$"]).status == 137)
    }

    @Test("a temporary directory is gone afterwards, whatever is in it")
    func removes() {
        var path = ""
        do {
            let directory = TemporaryDirectory()
            path = directory.path
            _ = Program("sh").run(["-c", "mkdir -p a/b; touch a/b/c; chmod 0 a"], in: path)
        }
        #expect(Program("test").run(["-e", path]).status == 1)
    }
}
