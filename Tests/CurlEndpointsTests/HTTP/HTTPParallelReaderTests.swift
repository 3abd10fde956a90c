import FerryCore
import FerryEndpoints
import Glibc
import Synchronization
import Testing

@testable import CurlEndpoints

/// Large files over connections that are fast, slow, or know no ranges.
@Suite(.serialized) struct HTTPParallelReaderTests {
    /// Different in each of its 65 MiB.
    private static let content: [UInt8] = {
        var content = [UInt8](repeating: 0, count: 65 << 20)
        for number in 0..<65 { content[number << 20] = UInt8(number) }
        return content
    }()

    private let file = Entry(
        path: RelativePath(unchecked: Array("file".utf8)), kind: .file, size: 65 << 20,
        modified: Timestamp(seconds: 1_767_139_200), version: .tag("\"one\""))

    enum Way: Sendable, CaseIterable { case fast, slow, withoutRanges }

    private func serving(_ way: Way, _ ranges: SharedRanges) -> LoopbackServer {
        LoopbackServer { connection in
            while let request = connection.request() {
                let ends = request.headers["range"]?.dropFirst("bytes=".count).split(separator: "-").compactMap {
                    Int($0)
                }
                let asked = ends.map { $0[0]..<$0[1] + 1 } ?? 0..<Self.content.count
                ranges.add(asked)
                if way == .slow { usleep(200_000) }
                if way == .withoutRanges {
                    connection.respond(200, headers: ["ETag: \"one\""], body: Self.content)
                } else {
                    let header =
                        "Content-Range: bytes \(asked.lowerBound)-\(asked.upperBound - 1)/\(Self.content.count)"
                    let body = Array(Self.content[asked])
                    connection.send(
                        "HTTP/1.1 206 Part\r\nContent-Length: \(body.count)\r\n\(header)\r\nETag: \"one\"\r\n\r\n")
                    if way == .slow { usleep(200_000) }
                    connection.send(body)
                }
            }
        }
    }

    @Test(arguments: Way.allCases) func readsAll(_ way: Way) throws {
        let ranges = SharedRanges()
        let server = serving(way, ranges)
        let endpoint = HTTPEndpoint(
            Origin(isSecure: false, host: "127.0.0.1", port: server.port), path: [], engine: CurlEngine())
        let reader = try endpoint.read(file, range: nil)
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var hasher = Hasher(.xxh3)
        while case let count = try buffer.withUnsafeMutableBytes({ try reader.read(into: $0) }), count > 0 {
            buffer.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
        #expect(hasher.finish() == Hasher.digest(Self.content, .xxh3))
        switch way {
        // The piece that shows how fast it is, and the rest.
        case .fast: #expect(ranges.count >= 2)
        case .slow: #expect(ranges.count == 9 && ranges.mostTogether > 1)
        case .withoutRanges: #expect(ranges.count == 1)
        }
    }

    @Test func noticesAnotherVersion() throws {
        let server = LoopbackServer { connection in
            while connection.request() != nil {
                connection.respond(206, headers: ["ETag: \"two\"", "Content-Range: bytes 0-1/\(65 << 20)"], body: "01")
            }
        }
        let endpoint = HTTPEndpoint(
            Origin(isSecure: false, host: "127.0.0.1", port: server.port), path: [], engine: CurlEngine())
        #expect {
            _ = try endpoint.read(file, range: nil)
        } throws: { error in
            (error as? EndpointError)?.code == .changedDuringTransfer
        }
    }
}

/// The ranges that were asked for, and how many connections that took.
private final class SharedRanges: Sendable {
    private let all = Mutex<[(range: Range<Int>, time: ContinuousClock.Instant)]>([])

    var count: Int { all.withLock { $0.count } }

    /// How many were asked for within the time that one takes at least.
    var mostTogether: Int {
        all.withLock { all in
            all.map { one in all.filter { $0.time >= one.time && $0.time - one.time < .milliseconds(100) }.count }.max()
                ?? 0
        }
    }

    func add(_ range: Range<Int>) { all.withLock { $0.append((range, .now)) } }
}
