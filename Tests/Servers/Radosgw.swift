internal import Glibc
package import Harness

/// A Ceph cluster of one store, and its S3 gateway on the loopback interface.
package final class Radosgw: Sendable {
    package static let accessKey = "testaccess"
    package static let secretKey = "testsecret0123456789"

    /// One for all tests, started with the first that asks, ended with the last.
    package static let shared = Radosgw(store: "memstore")
    /// One whose store is the one that clusters have, on disk.
    package static let onDisk = Radosgw(store: "bluestore")

    package let port: Int
    private let server: ServerProcess

    package var url: String { "http://127.0.0.1:\(port)" }

    /// Nobody can say when the last test has ended: the cluster lives as long as the process, and its files go when the
    /// next one starts.
    private init(store: String) {
        let directory = Self.freshDirectory() + "/" + store
        mkdir(directory, 0o700)
        port = FreePort.next()
        // Programs under test have no home; this one keeps what it unpacks there.
        let home = getenv("HOME").map { String(cString: $0) } ?? "/tmp"
        server = ServerProcess(
            [ServerPackage.repository + "/scripts/serve-radosgw", directory, "\(port)"],
            environment: ["HOME": home, "ACCESS_KEY": Self.accessKey, "SECRET_KEY": Self.secretKey, "STORE": store],
            log: directory + "/serve.log")
        server.waitUntilListening(on: port, log: directory + "/serve.log", seconds: 120)
    }

    private static func freshDirectory() -> String {
        let place = "/tmp/ferry-test-radosgw"
        let path = "\(place)-\(getpid())"
        // Directories of processes that are gone.
        _ = Program("sh").run([
            "-c", "for d in \(place)-*; do kill -0 \"${d##*-}\" 2>/dev/null || rm -rf \"$d\"; done",
        ])
        mkdir(path, 0o700)
        return path
    }

    /// Runs s3cmd on this store.
    package func s3cmd(_ arguments: [String], in directory: String) -> Program.Outcome {
        let host = "127.0.0.1:\(port)"
        let options = [
            "--config=/dev/null", "--host=\(host)", "--host-bucket=\(host)", "--no-ssl",
            "--access_key=\(Self.accessKey)", "--secret_key=\(Self.secretKey)",
        ]
        return Program("s3cmd").run(options + arguments, in: directory)
    }

    package func bucket(_ name: String) {
        let outcome = rclone(["mkdir", "store:\(name)"])
        precondition(outcome.status == 0, "cannot make bucket \(name): \(outcome.errorText)")
    }

    /// Runs rclone, for which `store:` is this store.
    package func rclone(_ arguments: [String]) -> Program.Outcome {
        let remote = "RCLONE_CONFIG_STORE_"
        return Program("rclone").run(
            arguments,
            environment: [
                remote + "TYPE": "s3", remote + "PROVIDER": "Ceph", remote + "ENDPOINT": url,
                "AWS_CA_BUNDLE": "", remote + "ACCESS_KEY_ID": Self.accessKey,
                remote + "SECRET_ACCESS_KEY": Self.secretKey,
            ])
    }
}
