internal import Glibc
internal import Harness

/// A stand-in for S3 in Python: it knows what few stores do (checksums, versions, conditions on parts), and believes
/// whatever it is told.
package final class Moto: Sendable {
    /// One for all tests, started with the first that asks, ended with the last.
    package static let shared = Moto()

    package let port: Int
    private let server: ServerProcess

    package var url: String { "http://127.0.0.1:\(port)" }

    private init() {
        port = FreePort.next()
        let log = "/tmp/ferry-test-moto-\(getpid()).log"
        server = ServerProcess(
            ["python3", "-m", "moto.server", "-H", "127.0.0.1", "-p", "\(port)"],
            environment: ["PYTHONPATH": PythonProgram.moto, "PYTHONDONTWRITEBYTECODE": "1"], log: log)
        server.waitUntilListening(on: port, log: log)
        // What it has to say is of interest only while it starts.
        unlink(log)
    }

    package func bucket(_ name: String, isVersioned: Bool = false) {
        put(name, [])
        let status = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
        if isVersioned { put(name + "?versioning", ["-H", "Content-Type: text/xml", "--data", status]) }
    }

    private func put(_ path: String, _ options: [String]) {
        let outcome = Program("curl").run(["-sS", "-f", "-X", "PUT"] + options + ["\(url)/\(path)"])
        precondition(outcome.status == 0, "cannot make '\(path)': \(outcome.errorText)")
    }
}
