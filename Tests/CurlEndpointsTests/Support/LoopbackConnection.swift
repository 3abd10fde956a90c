import Glibc

/// One connection as a server sees it: requests in, bytes out.
final class LoopbackConnection {
    private let socket: Int32
    private var buffer: [UInt8] = []

    init(socket: Int32) {
        self.socket = socket
        sendAtOnce(true)
    }

    /// Whether small pieces go as they are written; else, by Nagle's algorithm, each waits until what went before was
    /// acknowledged.
    func sendAtOnce(_ isOn: Bool) {
        var on: Int32 = isOn ? 1 : 0
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    struct Request: Sendable {
        let method: String
        /// As it was sent, with the query.
        let target: String
        /// Names in lower case.
        let headers: [String: String]
        var body: [UInt8] = []

        var path: String { String(target.prefix { $0 != "?" }) }
    }

    /// The next request with its body; nil when the other side has closed.
    func request() -> Request? {
        guard var request = head() else { return nil }
        if request.headers["transfer-encoding"] == "chunked" {
            while let line = line(), let length = Int(line, radix: 16) {
                request.body += take(length)
                _ = self.line()
                if length == 0 { break }
            }
        } else {
            request.body = take(request.headers["content-length"].flatMap { Int($0) } ?? 0)
        }
        return request
    }

    /// The next request without its body.
    func head() -> Request? {
        guard let first = line() else { return nil }
        let words = first.split(separator: " ")
        var headers: [String: String] = [:]
        while let line = line(), !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        }
        return Request(method: String(words[0]), target: String(words[1]), headers: headers)
    }

    /// - Parameter length: What the head says, which may be more than is sent.
    func respond(_ status: Int, headers: [String] = [], length: Int? = nil, body: [UInt8] = []) {
        let lines = ["HTTP/1.1 \(status) Status", "Content-Length: \(length ?? body.count)"] + headers + ["", ""]
        send(Array(lines.joined(separator: "\r\n").utf8) + body)
    }

    func respond(_ status: Int, headers: [String] = [], body: String) {
        respond(status, headers: headers, body: Array(body.utf8))
    }

    /// Raw bytes; false when the other side no longer takes them.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Exactly so many bytes, fewer when the other side closes.
    func take(_ count: Int) -> [UInt8] {
        while buffer.count < count, fill() {}
        let taken = Array(buffer.prefix(count))
        buffer.removeFirst(taken.count)
        return taken
    }

    private func line() -> String? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[..<end].filter { $0 != UInt8(ascii: "\r") }
                buffer.removeFirst(end + 1)
                return String(decoding: line, as: UTF8.self)
            }
            if !fill() { return nil }
        }
    }

    private func fill() -> Bool {
        let chunk = [UInt8](unsafeUninitializedCapacity: 256 * 1024) { buffer, count in
            count = max(0, recv(socket, buffer.baseAddress, buffer.count, 0))
        }
        buffer += chunk
        return !chunk.isEmpty
    }
}
