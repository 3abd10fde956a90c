internal import FerryEndpoints
internal import Glibc

/// Standard input and output as one stream to whoever started this program.
final class StandardStream: ByteStream {
    private let input: CInt
    private let output: CInt

    /// Takes the two for itself, so that nothing that is printed by mistake gets among the messages.
    init() {
        input = dup(STDIN_FILENO)
        output = dup(STDOUT_FILENO)
        dup2(STDERR_FILENO, STDOUT_FILENO)
    }

    deinit {
        Glibc.close(input)
        Glibc.close(output)
    }

    func read(
        into buffer: UnsafeMutableRawBufferPointer, waiting milliseconds: Int32
    ) throws(ConnectionFailure) -> Int? {
        guard try isReady(input, POLLIN, within: milliseconds) else { return nil }
        while true {
            let count = Glibc.read(input, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw lost() }
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, patience: Int?) throws(ConnectionFailure) {
        var rest = bytes
        while !rest.isEmpty {
            let milliseconds = patience.map { Int32(clamping: $0 * 1000) } ?? -1
            guard try isReady(output, POLLOUT, within: milliseconds) else {
                throw ConnectionFailure(.timedOut, "the client takes nothing")
            }
            let count = Glibc.write(output, rest.baseAddress, rest.count)
            if count >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if errno != EINTR {
                throw lost()
            }
        }
    }

    /// Whoever started this program ends it by closing its side.
    func close() {}

    func diagnosis() -> ConnectionFailure { ConnectionFailure(.unreachable, "the client has gone") }

    private func isReady(_ descriptor: CInt, _ events: CInt, within milliseconds: Int32) throws(ConnectionFailure)
        -> Bool
    {
        var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        while true {
            let count = poll(&request, 1, milliseconds)
            if count >= 0 { return count > 0 }
            if errno != EINTR { throw lost() }
        }
    }

    private func lost() -> ConnectionFailure {
        ConnectionFailure(.unreachable, String(cString: strerror(errno)))
    }
}
