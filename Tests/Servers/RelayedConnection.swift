internal import Glibc

/// The two ends of a connection that a relay carries bytes between.
struct RelayedConnection {
    private let client: Int32
    private let server: Int32
    private let line: RelayLine
    private let isData: Bool

    init(client: Int32, server: Int32, _ line: RelayLine, isData: Bool) {
        self.client = client
        self.server = server
        self.line = line
        self.isData = isData
        var on: Int32 = 1
        for end in [client, server] {
            setsockopt(end, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    /// Until both sides have said all, or the line is cut.
    func carry() {
        var ends = [client, server].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while ends.contains(where: { $0.fd >= 0 }), poll(&ends, 2, -1) >= 0 || errno == EINTR {
            for index in 0..<2 where ends[index].fd >= 0 && ends[index].revents != 0 {
                guard let isOpen = pass(from: index) else { return }
                if !isOpen { ends[index].fd = -1 }
            }
        }
    }

    /// Carries one piece. Returns whether more may come from there; nil when nothing passes any more.
    private func pass(from index: Int) -> Bool? {
        let (source, target) = index == 0 ? (client, server) : (server, client)
        var piece = [UInt8](unsafeUninitializedCapacity: 64 * 1024) { buffer, count in
            count = max(0, recv(source, buffer.baseAddress, buffer.count, 0))
        }
        if piece.isEmpty {
            // Before the other side hears of it, and begins something else.
            line.closed(client)
            shutdown(target, Int32(SHUT_WR))
            return false
        }
        switch line.verdict(on: piece.count, isSent: index == 0) {
        case .pass: break
        case .drop: return nil
        // The other side waits until it has had enough.
        case .hold:
            line.waitForSound()
            return nil
        }
        if line.isFTP, !isData, index == 1 { piece = renamed(piece) }
        var sent = 0
        while sent < piece.count {
            let count = piece.withUnsafeBytes {
                send(target, $0.baseAddress! + sent, piece.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return nil }
            sent += count
        }
        return true
    }

    /// Replies that name a port, with one of the relay's: `229 ... (|||PORT|)` (RFC 2428). They come in one piece.
    private func renamed(_ piece: [UInt8]) -> [UInt8] {
        let text = String(decoding: piece, as: UTF8.self)
        guard text.contains("(|||") else { return piece }
        let parts = text.split(separator: "(|||", omittingEmptySubsequences: false)
        var result = String(parts[0])
        for part in parts.dropFirst() {
            let digits = part.prefix { $0.isNumber }
            result += "(|||" + (Int(digits).map { "\(line.port(standingFor: $0))" } ?? String(digits))
            result += part.dropFirst(digits.count)
        }
        return Array(result.utf8)
    }
}
