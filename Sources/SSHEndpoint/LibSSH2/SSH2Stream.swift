internal import FerryEndpoints

/// A stream to a service over a connection of libssh2.
final class SSH2Stream: ByteStream {
    let end = ChannelEnd()
    /// It lives as long as a stream over it does.
    private let connection: SSH2Connection
    private let socket: SocketStream
    private let service: SSHService

    init(over connection: SSH2Connection, _ socket: SocketStream, _ service: SSHService) {
        (self.connection, self.socket, self.service) = (connection, socket, service)
    }

    deinit {
        socket.close()
    }

    func read(
        into buffer: UnsafeMutableRawBufferPointer, waiting milliseconds: Int32
    ) throws(ConnectionFailure) -> Int? {
        try socket.read(into: buffer, waiting: milliseconds)
    }

    func write(_ bytes: UnsafeRawBufferPointer, patience: Int?) throws(ConnectionFailure) {
        try socket.write(bytes, patience: patience)
    }

    /// Whoever closes it does not wait for what the server says of that.
    func close() {
        end.set(ChannelEnd.Outcome(status: nil, lastWords: "", failure: .closed))
        socket.close()
    }

    func diagnosis() -> ConnectionFailure {
        let outcome = end.wait()
        if let failure = outcome.failure { return failure }
        return SSHDiagnosis.failure(status: outcome.status, lastWords: outcome.lastWords, of: service)
    }
}
