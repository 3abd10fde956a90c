/// A port of the loopback interface behind which another one seems to be far away.
package final class DelayRelay: Sendable {
    package let port: Int
    private let process: ServerProcess
    private let keeper = DirectoryKeeper()

    /// - Parameter milliseconds: In each direction.
    package init(to target: Int, milliseconds: Int) {
        port = FreePort.next()
        let log = "\(keeper.path)/log"
        process = ServerProcess(
            ["python3", "\(ServerPackage.repository)/scripts/delay", "\(port)", "\(target)", "\(milliseconds)"],
            log: log)
        process.waitUntilListening(on: port, log: log)
    }
}
