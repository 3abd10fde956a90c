internal import CSSH2
internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// Moves the bytes of all channels of a session, on a thread of its own: libssh2 knows one thread at a time only.
final class ChannelPump: @unchecked Sendable {
    private struct Mail {
        var openings: [ChannelOpening] = []
        var isClosing = false
        /// Why nothing is opened any more.
        var failure: ConnectionFailure?
    }

    private let session: SSH2Session
    private let bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    private let mail = Monitor(Mail())
    // Of its thread alone.
    private var openings: [ChannelOpening] = []
    private var channels: [PumpedChannel] = []
    /// When one ended last, in milliseconds of `Deadline.now`.
    private var lastEnd: Int?
    /// When what the server refused is to be asked for again.
    private var nextTrial = 0

    /// For so many milliseconds after the end of a session a server may count it still.
    private static let lingering = 1000
    private static let trialPause = 50
    /// A silent server is asked for a sign of life this often, in seconds, and is dead after three times.
    private static let keepalive: Int32 = 15
    /// Milliseconds in which what was written last is sent when all is over.
    private static let goodbye = 1000

    init(_ session: SSH2Session) {
        self.session = session
        session.ssh2.keepalive_config(session.raw, 1, UInt32(Self.keepalive))
    }

    deinit {
        close(bell)
    }

    var failure: ConnectionFailure? { mail.withLock { $0.failure } }

    func open(_ opening: ChannelOpening) {
        let failure = mail.update { mail in
            if mail.failure == nil { mail.openings.append(opening) }
            return mail.failure
        }
        if let failure { opening.fail(failure) } else { ring() }
    }

    /// To be called once nobody uses a channel any more.
    func end() {
        mail.update { $0.isClosing = true }
        ring()
    }

    private func ring() {
        var one: UInt64 = 1
        _ = write(bell, &one, MemoryLayout<UInt64>.size)
    }

    /// Runs until the session is over.
    func run() {
        let failure = untilItFails()
        let rest = mail.update { mail in
            mail.failure = failure
            defer { mail.openings = [] }
            return mail.openings
        }
        for opening in openings + rest { opening.fail(failure) }
        for channel in channels { channel.fail(failure) }
        (openings, channels) = ([], [])
        session.disconnect()
    }

    private func untilItFails() -> ConnectionFailure {
        do throws(ConnectionFailure) {
            var closing: Int?
            while true {
                if takeMail() { closing = closing ?? Deadline.now }
                let isBusy = try work()
                if let closing, channels.isEmpty || Deadline.now - closing > Self.goodbye {
                    return .closed
                }
                try keepAlive()
                wait(isBusy ? 0 : closing != nil ? 10 : nextTrial > Deadline.now ? Int32(Self.trialPause) : 1000)
            }
        } catch {
            return error
        }
    }

    /// Returns whether all is to end.
    private func takeMail() -> Bool {
        mail.withLock { mail in
            openings += mail.openings
            mail.openings = []
            return mail.isClosing
        }
    }

    private func work() throws(ConnectionFailure) -> Bool {
        var isBusy = false
        for channel in channels where try channel.move() { isBusy = true }
        let count = channels.count
        channels.removeAll { $0.finish() }
        if channels.count < count { lastEnd = Deadline.now }
        // After those that ended: there may be no more than so many.
        try openNext()
        session.wire.flush()
        return isBusy
    }

    /// One after another: a session of libssh2 opens one channel at a time.
    private func openNext() throws(ConnectionFailure) {
        while let opening = openings.first, Deadline.now >= nextTrial {
            do throws(ConnectionFailure) {
                guard let channel = try opening.advance(session) else { return }
                channels.append(channel)
            } catch {
                // What the server refuses concerns this channel only.
                if error.code != .unsupported { throw error }
                if opening.isOneTooMany, let lastEnd, Deadline.now - lastEnd < Self.lingering {
                    nextTrial = Deadline.now + Self.trialPause
                    return
                }
                opening.fail(error)
            }
            openings.removeFirst()
        }
    }

    private var needsNetwork: Bool { !openings.isEmpty || channels.isEmpty || channels.contains { $0.needsNetwork } }

    private func keepAlive() throws(ConnectionFailure) {
        var next: Int32 = 0
        let status = session.ssh2.keepalive_send(session.raw, &next)
        if status < 0 && status != LIBSSH2_ERROR_EAGAIN { throw session.failure(status) }
        let silence = Deadline.now - session.wire.lastHeard
        if needsNetwork && silence > 3 * Int(Self.keepalive) * 1000 {
            throw ConnectionFailure(.timedOut, "the server does not respond")
        }
    }

    private func wait(_ milliseconds: Int32) {
        var events = needsNetwork ? POLLIN : 0
        if session.wire.waiting > 0 { events |= POLLOUT }
        var requests = [
            pollfd(fd: session.wire.socket, events: Int16(events), revents: 0),
            pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
        ]
        for channel in channels {
            requests.append(pollfd(fd: channel.socket, events: Int16(channel.interest), revents: 0))
        }
        poll(&requests, nfds_t(requests.count), milliseconds)
        var rings: UInt64 = 0
        if requests[1].revents != 0 { _ = read(bell, &rings, MemoryLayout<UInt64>.size) }
    }
}
