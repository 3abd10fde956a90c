import FerryCore
import FerryEndpoints
import Synchronization
import Testing

@testable import CurlEndpoints

/// Many ranges of one file, from servers of all kinds.
@Suite struct HTTPRangesTests {
    private static let content = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 3) }
    private let file = Entry(
        path: RelativePath(unchecked: Array("file".utf8)), kind: .file, size: 1000,
        modified: Timestamp(seconds: 1_767_139_200), version: .tag("\"one\""))
    private let ranges = [(0, 10), (10, 1), (100, 5), (400, 200), (990, 10)].map {
        ByteRange(offset: $0.0, length: $0.1)
    }

    /// What a server does with ranges.
    enum Way: Sendable, CaseIterable { case parts, joinsParts, firstOnly, wholeForSeveral, never }

    private struct Served: Sendable {
        var requests = 0
        var bodyBytes = 0
    }

    private func serving(_ way: Way, _ served: LockedValue<Served>) -> LoopbackServer {
        LoopbackServer { connection in
            while let request = connection.request() {
                let answer = Self.answer(way, Self.asked(request))
                served.update { served in
                    served.requests += 1
                    served.bodyBytes += answer.body.count
                }
                connection.respond(answer.status, headers: answer.headers + ["ETag: \"one\""], body: answer.body)
            }
        }
    }

    /// The ranges that a request names.
    private static func asked(_ request: LoopbackConnection.Request) -> [Range<Int>] {
        guard let text = request.headers["range"]?.dropFirst("bytes=".count) else { return [] }
        #expect(request.headers["if-range"] == "\"one\"")
        return text.split(separator: ",").map { pair in
            let ends = pair.split(separator: "-").compactMap { Int($0) }
            return ends[0]..<ends[1] + 1
        }
    }

    private static func answer(_ way: Way, _ asked: [Range<Int>]) -> (status: Int, headers: [String], body: [UInt8]) {
        let isWhole = asked.isEmpty || way == .never || way == .wholeForSeveral && asked.count > 1
        if isWhole { return (200, [], content) }
        if asked.count == 1 || way == .firstOnly {
            let range = asked[0]
            let header = "Content-Range: bytes \(range.lowerBound)-\(range.upperBound - 1)/1000"
            return (206, [header], Array(content[range]))
        }
        var parts = asked
        if way == .joinsParts { parts = [asked[0].lowerBound..<asked[2].upperBound] + asked[3...] }
        var body: [UInt8] = []
        for part in parts {
            let head =
                "Content-Type: x/y\r\ncontent-range: bytes \(part.lowerBound)-\(part.upperBound - 1)/1000\r\n\r\n"
            body += Array("\r\n--edge\r\n".utf8) + Array(head.utf8) + content[part]
        }
        body += Array("\r\n--edge--\r\n".utf8)
        return (206, ["Content-Type: multipart/byteranges; boundary=\"edge\""], body)
    }

    private func read(_ reader: any ByteReader) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try read(reader, into: &bytes)
        return bytes
    }

    private func read(_ reader: any ByteReader, into bytes: inout [UInt8]) throws {
        var buffer = [UInt8](repeating: 0, count: 64)
        while case let count = try buffer.withUnsafeMutableBytes({ try reader.read(into: $0) }), count > 0 {
            bytes += buffer[..<count]
        }
    }

    private func endpoint(_ server: LoopbackServer) -> HTTPEndpoint {
        HTTPEndpoint(
            Origin(isSecure: false, host: "127.0.0.1", port: server.port), path: [], engine: CurlEngine())
    }

    private var expected: [UInt8] {
        ranges.flatMap { Self.content[Int($0.offset)..<Int($0.end)] }
    }

    @Test(arguments: Way.allCases) func readsThemAll(_ way: Way) throws {
        let served = LockedValue(Served())
        let server = serving(way, served)
        let endpoint = endpoint(server)
        for _ in 0..<2 {
            let reader = try #require(endpoint.rangeReads).read(file, ranges: ranges)
            #expect(try read(reader) == expected)
            try reader.verifyUnchanged()
        }
        let (requests, bytes) = served.update { ($0.requests, $0.bodyBytes) }
        switch way {
        case .parts, .joinsParts: #expect(requests == 2)
        // The first request shows what the server does; the second run knows it.
        case .firstOnly, .wholeForSeveral: #expect(requests == 1 + 2 * ranges.count)
        // The first request shows that it cannot send several, the second that it cannot send one either, and has all of them.
        case .never: #expect(requests == 3 && bytes == 3 * 1000, "\(requests) \(bytes)")
        }
    }

    /// A reader that failed goes on with the byte that it was at.
    @Test func goesOnAfterACut() throws {
        let served = LockedValue(Served())
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                let isFirst = served.update { served in
                    served.requests += 1
                    return served.requests == 1
                }
                let answer = Self.answer(.parts, Self.asked(request))
                let body = isFirst ? Array(answer.body.dropLast(100)) : answer.body
                let headers = answer.headers + ["ETag: \"one\""]
                connection.respond(answer.status, headers: headers, length: answer.body.count, body: body)
                if isFirst { return }
            }
        }
        let reader = HTTPRangesReader(file, ranges, from: endpoint(server))
        var bytes: [UInt8] = []
        #expect(throws: EndpointError.self) { try read(reader, into: &bytes) }
        #expect(bytes.count > 16 && bytes.count < expected.count)
        try read(reader, into: &bytes)
        #expect(bytes == expected)
    }

    @Test(arguments: [
        ("ETag: \"two\"", "bytes 0-9/1000"), ("ETag: \"one\"", "bytes 0-9/1001"),
    ]) func noticesAnotherVersion(_ tag: String, _ range: String) {
        let server = LoopbackServer { connection in
            while connection.request() != nil {
                connection.respond(
                    206, headers: ["Content-Type: multipart/byteranges; boundary=edge", tag],
                    body: "--edge\r\nContent-Range: \(range)\r\n\r\n0123456789\r\n--edge--\r\n")
            }
        }
        let reader = HTTPRangesReader(file, ranges, from: endpoint(server))
        #expect {
            _ = try read(reader)
        } throws: { error in
            (error as? EndpointError)?.code == .changedDuringTransfer
        }
    }

    @Test(arguments: [
        "", "--edge\r\n", "--edge\r\n\r\n0123456789", "--edge\r\nContent-Range: nonsense\r\n\r\n", "--edge--\r\n",
        "--edge\r\nContent-Range: bytes 0-9/1000\r\n\r\n012",
    ]) func refusesNonsense(_ body: String) {
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                let isOne = request.headers["range"]?.contains(",") == false
                connection.respond(
                    206, headers: ["Content-Type: multipart/byteranges; boundary=edge", "ETag: \"one\""],
                    body: isOne ? "" : body)
            }
        }
        #expect(throws: EndpointError.self) { try read(HTTPRangesReader(file, ranges, from: endpoint(server))) }
    }
}

/// A value that the threads of a server share.
private final class LockedValue<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) { mutex = Mutex(value) }

    func update<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        mutex.withLock { value in body(&value) }
    }
}
