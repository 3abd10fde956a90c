internal import CSSH2
internal import FerryEndpoints
internal import Glibc

/// A channel on its way to be opened and to have its service started. What is written to its stream meanwhile waits.
final class ChannelOpening: @unchecked Sendable {
    private let service: SSHService
    private let socket: CInt
    private let end: ChannelEnd
    // Of the thread that opens it alone.
    private var channel: OpaquePointer?
    /// Whether the server has as many sessions of ours as it grants.
    private(set) var isOneTooMany = false

    /// What a server may send before we take it: what 16 MiB in flight fill is 320 MB/s at a round trip of 50 ms.
    static let window: UInt32 = 16 << 20
    private static let packet: UInt32 = 32 << 10

    init(_ service: SSHService, socket: CInt, end: ChannelEnd) {
        (self.service, self.socket, self.end) = (service, socket, end)
    }

    /// Goes on as far as the server has answered; nil where its answer is waited for.
    func advance(_ session: SSH2Session) throws(ConnectionFailure) -> PumpedChannel? {
        if channel == nil {
            channel = session.ssh2.channel_open_ex(session.raw, "session", 7, Self.window, Self.packet, nil, 0)
            guard channel != nil else { return try wait(session.ssh2.session_last_errno(session.raw), session) }
        }
        guard let channel else { return nil }
        let status = start(channel, session)
        if status != 0 { return try wait(status, session) }
        return PumpedChannel(session, channel, socket: socket, end: end)
    }

    func fail(_ failure: ConnectionFailure) {
        end.set(ChannelEnd.Outcome(status: nil, lastWords: "", failure: failure))
        close(socket)
    }

    private func wait(_ status: Int32, _ session: SSH2Session) throws(ConnectionFailure) -> PumpedChannel? {
        if status == LIBSSH2_ERROR_EAGAIN { return nil }
        isOneTooMany = channel == nil && status == LIBSSH2_ERROR_CHANNEL_FAILURE
        if let channel {
            // The refused service's channel goes with the session at the latest.
            _ = session.ssh2.channel_free(channel)
            if status == LIBSSH2_ERROR_CHANNEL_REQUEST_DENIED {
                throw ConnectionFailure(.unsupported, service.refusal)
            }
        }
        throw session.failure(status)
    }

    private func start(_ channel: OpaquePointer, _ session: SSH2Session) -> Int32 {
        let (request, text) =
            switch service {
            case .sftp: ("subsystem", "sftp")
            case .command(let line): ("exec", line)
            }
        return session.ssh2.channel_process_startup(
            channel, request, UInt32(request.utf8.count), text, UInt32(text.utf8.count))
    }
}
