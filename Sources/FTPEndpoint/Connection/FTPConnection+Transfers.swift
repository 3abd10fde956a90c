internal import FerryCore
internal import FerryEndpoints

/// The connection over which the next file will go, asked for beforehand.
struct DataOffer {
    let socket: TCPSocket
    let made = ContinuousClock.now

    /// Servers wait for some time only: those of pyftpdlib 30 seconds.
    private static let lifetime = Duration.seconds(15)

    var isFresh: Bool { ContinuousClock.now - made < Self.lifetime }
}

extension FTPConnection {
    /// As `exchange`, and prepares the next file's connection in the same round trip, if the server can do that now.
    func exchangePreparing(_ commands: [[UInt8]]) throws(FTPFailure) -> [FTPReply] {
        let preparation = preparation(binary: true)
        let replies = try exchange(commands + preparation)
        if let port = try? port(replies.suffix(preparation.count), binary: true) {
            offer = (try? connect(to: port)).map { DataOffer(socket: $0) }
        }
        return Array(replies.prefix(commands.count))
    }

    /// Sends a command that transfers something; returns the connection over which it goes.
    ///
    /// - Parameters:
    ///   - before: What goes before it; a refusal ends it all.
    ///   - body: What is sent at once, where nothing but the server's word could keep it from arriving.
    func begin(
        _ command: [UInt8], before: [[UInt8]] = [], binary: Bool = true, sending body: [UInt8]? = nil
    ) throws(FTPFailure) -> TCPSocket {
        let data = try dataSocket(before, binary: binary)
        try send([command])
        try finishConnecting(data)
        // What the server does not want to have it says afterwards.
        var failure = protection == nil ? body.flatMap { attemptToSend($0, over: data) } : nil
        try requireBegun()
        if let protection {
            try shakeHands(data, protection)
            failure = body.flatMap { attemptToSend($0, over: data) }
        }
        if let failure { throw explanation(of: failure) }
        if body != nil { try endSending(over: data) }
        return data
    }

    /// Waits for the server's last word on a transfer.
    func finishTransfer() throws(FTPFailure) {
        let last = try reply()
        guard last.isSuccess else {
            forgetSession()
            throw FTPFailure(refusing: last)
        }
    }

    /// Where a transfer over TLS broke off, the server's library forgets the session of it, and the server then refuses further
    /// ones over it (ProFTPD: 425, as its `TLSOptions` want one session for all). Another connection has a session of its own.
    private func forgetSession() {
        if protection != nil { giveUp() }
    }

    /// Why a transfer broke: the server's own word, where it has one soon.
    func explanation(of failure: FTPFailure) -> FTPFailure {
        if failure.code == .cancelled { giveUp() }
        defer { forgetSession() }
        guard !isBroken, let last = try? reply(within: Self.explanationTime) else { return failure }
        return last.code >= 400 ? FTPFailure(refusing: last) : failure
    }

    /// In seconds.
    private static var explanationTime: Int { 5 }

    /// Takes the word on a transfer that was broken off here, so that it is not taken for the answer to something else.
    func settleBroken() {
        if !isBroken { _ = try? reply(within: Self.explanationTime) }
        forgetSession()
    }

    // MARK: The data connection

    private func dataSocket(_ before: [[UInt8]], binary: Bool) throws(FTPFailure) -> TCPSocket {
        defer { offer = nil }
        if let offer, offer.isFresh, !offer.socket.hasNews, isBinary == binary {
            try require(try exchange(before))
            return offer.socket
        }
        let preparation = preparation(binary: binary)
        let replies = try exchange(preparation + before)
        let port = try port(replies.prefix(preparation.count), binary: binary)
        try require(replies.dropFirst(preparation.count))
        if let port { return try connect(to: port) }
        return try dataSocket(before, binary: binary)
    }

    private func require(_ replies: some Sequence<FTPReply>) throws(FTPFailure) {
        for reply in replies where reply.code >= 400 { throw FTPFailure(refusing: reply) }
    }

    private func preparation(binary: Bool) -> [[UInt8]] {
        let type = isBinary == binary ? [] : [FTPCommand.line(binary ? "TYPE I" : "TYPE A")]
        return type + [FTPCommand.line(usesExtendedPassive ? "EPSV" : "PASV")]
    }

    /// The port of a reply; nil where it is to be asked for in the older way.
    private func port(_ replies: some BidirectionalCollection<FTPReply>, binary: Bool) throws(FTPFailure) -> UInt16? {
        if replies.count > 1, let type = replies.first {
            guard type.isSuccess else { throw FTPFailure(refusing: type) }
            isBinary = binary
        }
        guard let answer = replies.last else { throw FTPFailure(.protocolViolation) }
        if let port = usesExtendedPassive ? DataPort.extended(answer) : DataPort.plain(answer) { return port }
        if answer.code >= 500, usesExtendedPassive, !control.address.isIPv6 {
            usesExtendedPassive = false
            return nil
        }
        if answer.code >= 400 { throw FTPFailure(refusing: answer) }
        throw FTPFailure(.protocolViolation, "the server does not say where files go")
    }

    private func connect(to port: UInt16) throws(FTPFailure) -> TCPSocket {
        do throws(FTPFailure) {
            return try TCPSocket(connectingTo: control.address.at(port: port), patience)
        } catch {
            throw unreachable(error)
        }
    }

    private func finishConnecting(_ data: TCPSocket) throws(FTPFailure) {
        do throws(FTPFailure) {
            try data.finishConnecting()
        } catch {
            // A server that refuses the command may close the port before it says so.
            throw explanation(of: unreachable(error))
        }
    }

    private func unreachable(_ failure: FTPFailure) -> FTPFailure {
        failure.code == .cancelled ? failure : FTPFailure(failure.code, "the connection for files: \(failure.reason)")
    }

    private func shakeHands(_ data: TCPSocket, _ protection: Protection) throws(FTPFailure) {
        do throws(FTPFailure) {
            try data.startTLS(protection.context, host: protection.host, resuming: control.tls?.ticket)
        } catch {
            throw explanation(of: error)
        }
    }

    // MARK: The server's word

    private func requireBegun() throws(FTPFailure) {
        let answer = try reply()
        guard answer.isPreliminary else {
            // Some are done already when they say so.
            if answer.isSuccess { giveUp() }
            throw answer.isSuccess
                ? FTPFailure(.protocolViolation, "the server transfers nothing") : FTPFailure(refusing: answer)
        }
    }

    private func attemptToSend(_ body: [UInt8], over data: TCPSocket) -> FTPFailure? {
        do throws(FTPFailure) {
            try data.write(body)
            return nil
        } catch {
            return error
        }
    }

    private func endSending(over data: TCPSocket) throws(FTPFailure) {
        do throws(FTPFailure) {
            try data.endWriting()
        } catch {
            throw explanation(of: error)
        }
    }
}
