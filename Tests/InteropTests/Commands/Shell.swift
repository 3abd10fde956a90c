import Harness

/// Scripts as a user types them, in a fresh directory, with `ferry` being the program under test.
struct Shell: ~Copyable {
    let directory = TemporaryDirectory()

    /// `unprivileged` runs it as a user whom permissions concern.
    func run(_ script: String, input: String = "", unprivileged: Bool = false) -> Program.Outcome {
        let script = "ferry() { \"$FERRY\" \"$@\"; }\n" + script
        let environment = ["FERRY": Program.ferry.path, "LC_ALL": "C.UTF-8", "TZ": "UTC"]
        let words = unprivileged ? ["--reuid=65534", "--clear-groups", "sh", "-c", script] : ["-c", script]
        return Program(unprivileged ? "setpriv" : "sh").run(
            words, in: directory.path, environment: environment, input: Array(input.utf8))
    }

    /// Standard output of a script, for looking at what another one left.
    func look(_ script: String) -> String {
        run(script).outputText
    }
}
