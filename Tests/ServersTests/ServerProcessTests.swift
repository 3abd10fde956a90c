import Glibc
import Harness
import Servers
import Testing

/// What every test with a server rests on: it listens, and is gone afterwards.
struct ServerProcessTests {
    @Test func listensUntilItGoes() {
        let directory = TemporaryDirectory()
        let port = FreePort.next()
        let log = "\(directory.path)/log"
        var server: ServerProcess? = ServerProcess(
            ["python3", "-m", "http.server", "--bind", "127.0.0.1", "\(port)"],
            environment: ["PYTHONDONTWRITEBYTECODE": "1"], log: log)
        server?.waitUntilListening(on: port, log: log)
        #expect(FreePort.isListening(port))
        server = nil
        #expect(!FreePort.isListening(port))
    }

    @Test func unpackedProgramsRun() {
        let nginx = ServerPackage.nginx
        let outcome = Program(nginx.path("usr/sbin/nginx")).run(["-v"], environment: nginx.environment())
        #expect(outcome.status == 0)
        #expect(outcome.errorText.contains("nginx version"))
    }
}
