internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// What a child writes to its standard error: a file without a name, which neither fills up as a pipe does nor waits for
/// those who inherited it, such as the master process of a shared connection.
struct Complaints: ~Copyable, Sendable {
    private let file: TemporaryFile
    /// Where it must be a terminal.
    private let terminal: WatchedTerminal?
    private static let longest = 8192

    /// - Parameter tell: Told what the user has to do; nil where there is none to tell.
    init(telling tell: (@Sendable (String) -> Void)?) throws(ConnectionFailure) {
        do throws(TemporaryFileError) {
            file = try TemporaryFile()
        } catch {
            throw ConnectionFailure(.unsupported, "\(error)", whileConnecting: true)
        }
        let (file, tell) = (self.file, tell)
        terminal = tell.flatMap { WatchedTerminal(into: file, telling: $0) }
    }

    var descriptor: CInt { terminal?.descriptor ?? file.descriptor }

    /// The child has it.
    func handedOver() { terminal?.handedOver() }

    /// The end of all that was said.
    var text: String {
        terminal?.settle()
        let descriptor = file.descriptor
        let length = lseek(descriptor, 0, SEEK_END)
        var tail = [UInt8](repeating: 0, count: Self.longest)
        let count = pread(descriptor, &tail, tail.count, max(0, length - tail.count))
        return String(decoding: tail.prefix(max(0, count)), as: UTF8.self)
    }
}
