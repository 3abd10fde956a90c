internal import Harness

/// A server of FTP that keeps files in memory and lies as it is told; see `Programs/ftp-stub.py`.
package final class StubFTPServer: Sendable {
    package let port: Int
    private let log: String
    private let directory: TemporaryDirectory
    private let process: ServerProcess

    package init(_ lies: String...) {
        directory = TemporaryDirectory()
        log = directory.file("log")
        port = FreePort.next()
        let program = "\(ServerPackage.repository)/Tests/Servers/Programs/ftp-stub.py"
        process = ServerProcess(["python3", program, "\(port)"] + lies, log: log)
        process.waitUntilListening(on: port, log: log)
    }

    /// How many connections that had logged in it had at a time. Whoever waited for it to begin has come and gone without.
    package var mostLogins: Int { most("logins ") }

    private func most(_ word: String) -> Int {
        commands.compactMap { $0.hasPrefix(word) ? Int($0.dropFirst(word.count)) : nil }.max() ?? 0
    }

    /// The commands that it got so far.
    package var commands: [String] {
        String(decoding: directory.read("log"), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
