internal import CSSH2
internal import FerryEndpoints
internal import Glibc

/// A channel of a session, and the socket to those who use it. Bytes are moved as far as both sides take them.
final class PumpedChannel {
    let socket: CInt
    private let session: SSH2Session
    private let raw: OpaquePointer
    private let end: ChannelEnd
    private var inbound = ByteBox(capacity: capacity)
    private var outbound = ByteBox(capacity: capacity)
    private var complaint = ByteBox(capacity: mostWords)
    private var words: [UInt8] = []
    /// The user has closed his side, or reads no more.
    private var userIsDone = false
    private var userIsGone = false
    private var toldEnd = false
    private var serverIsDone = false

    /// What a few packets hold; more gained nothing.
    private static let capacity = 256 << 10
    /// How much is moved before others have their turn.
    private static let turn = 4 << 20
    /// What may wait for the network beyond what the socket holds.
    private static let mostWaiting = 1 << 20
    private static let mostWords = 8192
    private static let standardError = SSH_EXTENDED_DATA_STDERR

    init(_ session: SSH2Session, _ raw: OpaquePointer, socket: CInt, end: ChannelEnd) {
        (self.session, self.raw, self.socket, self.end) = (session, raw, socket, end)
    }

    deinit {
        close(socket)
    }

    /// What the socket is to be waited for.
    var interest: Int32 {
        (userIsDone || !outbound.isEmpty ? 0 : POLLIN) | (inbound.isEmpty ? 0 : POLLOUT)
    }

    /// Whether something that the server may send would help.
    var needsNetwork: Bool { inbound.isEmpty || !outbound.isEmpty || userIsGone }

    /// Moves what can be moved. True where there may be more at once.
    func move() throws(ConnectionFailure) -> Bool {
        let isBusyIn = try receive()
        let isBusyOut = try send()
        return isBusyIn || isBusyOut
    }

    private func receive() throws(ConnectionFailure) -> Bool {
        var moved = 0
        while moved < Self.turn {
            if inbound.isEmpty {
                try listenToWords()
                let count = try read(stream: 0, into: &inbound)
                if count <= 0 { return false }
                moved += count
            }
            if !giveToUser() { return false }
        }
        return true
    }

    /// Returns 0 at the end, negative where nothing is there yet.
    private func read(stream: Int32, into box: inout ByteBox) throws(ConnectionFailure) -> Int {
        let count = box.fill { buffer in
            session.ssh2.channel_read_ex(raw, stream, buffer.bindMemory(to: CChar.self).baseAddress, buffer.count)
        }
        if count < 0 && count != Int(LIBSSH2_ERROR_EAGAIN) { throw session.failure(Int32(count)) }
        if count == 0 && session.ssh2.channel_eof(raw) == 1 { serverIsDone = true }
        return count
    }

    /// False where the user takes no more now.
    private func giveToUser() -> Bool {
        if userIsGone { inbound.clear() }
        while !inbound.isEmpty {
            let count = inbound.take {
                Glibc.send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT))
            }
            if count >= 0 || errno == EINTR { continue }
            if errno == EAGAIN { return false }
            userIsGone = true
            inbound.clear()
        }
        return true
    }

    /// Keeps the end of what the command says of its failure.
    private func listenToWords() throws(ConnectionFailure) {
        while try read(stream: Self.standardError, into: &complaint) > 0 {
            _ = complaint.take { bytes in
                words += bytes
                return bytes.count
            }
            words = words.suffix(Self.mostWords)
        }
    }

    private func send() throws(ConnectionFailure) -> Bool {
        var moved = 0
        while moved < Self.turn, session.wire.waiting < Self.mostWaiting {
            if outbound.isEmpty && !takeFromUser() { break }
            let count = outbound.take { bytes in
                session.ssh2.channel_write_ex(raw, 0, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
            }
            if count == Int(LIBSSH2_ERROR_EAGAIN) { return false }
            if count == Int(LIBSSH2_ERROR_CHANNEL_CLOSED) || count == Int(LIBSSH2_ERROR_CHANNEL_EOF_SENT) {
                outbound.clear()
                return false
            }
            if count < 0 { throw session.failure(Int32(count)) }
            moved += count
        }
        if userIsDone && outbound.isEmpty && !toldEnd {
            toldEnd = session.ssh2.channel_send_eof(raw) != LIBSSH2_ERROR_EAGAIN
        }
        return moved >= Self.turn
    }

    private func takeFromUser() -> Bool {
        if userIsDone { return false }
        let count = outbound.fill { recv(socket, $0.baseAddress, $0.count, CInt(MSG_DONTWAIT)) }
        if count < 0 && (errno == EAGAIN || errno == EINTR) { return false }
        if count <= 0 { userIsDone = true }
        return count > 0
    }

    /// Whether it is over on both sides; it is ended properly then.
    func finish() -> Bool {
        if serverIsDone && inbound.isEmpty {
            if session.ssh2.channel_wait_closed(raw) == LIBSSH2_ERROR_EAGAIN { return false }
            tellEnd(status: session.ssh2.channel_get_exit_status(raw), nil)
            return session.ssh2.channel_free(raw) != LIBSSH2_ERROR_EAGAIN
        }
        guard userIsGone || userIsDone && toldEnd else { return false }
        tellEnd(status: nil, .closed)
        return session.ssh2.channel_free(raw) != LIBSSH2_ERROR_EAGAIN
    }

    /// Lets whoever uses it know that the connection is over.
    func fail(_ failure: ConnectionFailure) {
        tellEnd(status: nil, failure)
    }

    private func tellEnd(status: Int32?, _ failure: ConnectionFailure?) {
        end.set(
            ChannelEnd.Outcome(status: status, lastWords: String(decoding: words, as: UTF8.self), failure: failure))
        shutdown(socket, CInt(SHUT_RDWR))
    }
}
