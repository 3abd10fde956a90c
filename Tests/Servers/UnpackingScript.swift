internal import Glibc
internal import Harness

/// The scripts that unpack what tests need into the user's cache.
enum UnpackingScript {
    /// Runs one of `scripts`; returns the directory that it prints.
    static func run(_ script: String, _ name: String) -> String {
        // Programs under test have no home; this one keeps what it unpacks there.
        let home = getenv("HOME").map { String(cString: $0) } ?? "/tmp"
        let outcome = Program("\(ServerPackage.repository)/scripts/\(script)").run([name], environment: ["HOME": home])
        guard outcome.status == 0 else { preconditionFailure("cannot unpack \(name): \(outcome.errorText)") }
        return String(outcome.outputText.dropLast())
    }
}
