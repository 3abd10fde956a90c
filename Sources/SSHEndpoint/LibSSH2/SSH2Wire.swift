internal import FerryEndpoints
internal import Glibc

/// The socket below a session. What libssh2 sends is taken at once and kept until the socket has room: a packet that it could
/// not send whole would stop all other calls until it went.
final class SSH2Wire {
    let socket: CInt
    /// When something last came, in milliseconds of `Deadline.now`.
    private(set) var lastHeard = Deadline.now
    /// The other side has ended it, or it broke.
    private(set) var isOver = false
    /// Answers the prompts of keyboard-interactive authentication, in order.
    var answerPrompts: (([SSH2Prompt]) -> [String])?
    private var unsent: [UInt8] = []
    private var sent = 0

    init(owning socket: CInt) {
        self.socket = socket
    }

    deinit {
        close(socket)
    }

    /// Bytes that wait for the socket.
    var waiting: Int { unsent.count - sent }

    /// The bytes that came, into libssh2's own buffer; a negative error number where there are none.
    func receive(into buffer: UnsafeMutableRawPointer, _ length: Int, _ flags: CInt) -> Int {
        let count = recv(socket, buffer, length, flags | CInt(MSG_DONTWAIT))
        if count < 0 { return Int(-errno) }
        if count == 0 { isOver = true }
        lastHeard = Deadline.now
        return count
    }

    func send(_ bytes: UnsafeRawBufferPointer, _ flags: CInt) -> Int {
        if isOver { return Int(-EPIPE) }
        unsent += bytes
        flush()
        return bytes.count
    }

    /// Sends as much as the socket takes.
    func flush() {
        while waiting > 0 && !isOver {
            let count = unsent.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress! + sent, $0.count - sent, CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT))
            }
            if count < 0 {
                if errno == EINTR { continue }
                isOver = errno != EAGAIN
                return
            }
            sent += count
        }
        unsent.removeAll(keepingCapacity: true)
        sent = 0
    }

    /// Waits until the socket has something to read, or room.
    func wait(until deadline: Deadline) throws(ConnectionFailure) {
        flush()
        try deadline.wait(for: socket, POLLIN | (waiting > 0 ? POLLOUT : 0))
    }
}
