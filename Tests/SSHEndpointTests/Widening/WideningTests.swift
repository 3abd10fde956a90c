import FerryCore
import FerryEndpoints
import Glibc
import Harness
import Servers
import Synchronization
import Testing

@testable import SSHEndpoint

/// Further connections on a long link, where the window of one channel is what limits a large file.
@Suite struct WideningTests {
    private static let server = SSHServer()
    private static let relay = DelayRelay(to: server.port, milliseconds: 10)

    private final class Counter: Sendable {
        let value = Atomic<Int>(0)
    }

    /// A host whose channels allow as much as `window` in a round trip, as far as it believes; and how many are opened besides
    /// the first one.
    private func host(window: Int, refusing: Bool = false) -> (host: SSHHost, opened: Counter) {
        let access = SSHAccess(to: Self.server, port: Self.relay.port, SSHOptions())
        let opened = Counter()
        let host = SSHHost(
            options: SSHOptions(), openStream: { () throws(ConnectionFailure) in try access.start(.sftp) },
            openFurther: { () throws(ConnectionFailure) in
                opened.value.add(1, ordering: .relaxed)
                if refusing { throw ConnectionFailure(.unsupported, "no more sessions") }
                return try access.start(.sftp)
            }, window: ChannelWindow(receiving: window, sending: window))
        return (host, opened)
    }

    /// 24 MiB of which no two are the same.
    private static let content: [UInt8] = {
        var random = SeededGenerator(seed: RandomTests.seed)
        var part = (0..<1 << 20).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        var content: [UInt8] = []
        for number in 0..<24 {
            part[number] = UInt8(number)
            part[part.count - 1 - number] ^= 0xFF
            content += part
        }
        return content
    }()

    /// Uploads and downloads a file; returns whether what came back is what went.
    private func roundTrip(_ host: SSHHost) throws -> Bool {
        let directory = TemporaryDirectory()
        let endpoint = try SSHEndpoint(Array(directory.path.utf8), on: host, location: "sftp://far")
        let content = Self.content
        let path = RelativePath(unchecked: Array("file".utf8))
        let file = try endpoint.stage(StageRequest(path: path, size: Int64(content.count)))
        for start in stride(from: 0, to: content.count, by: 1 << 20) {
            let piece = content[start..<min(start + 1 << 20, content.count)]
            try piece.withBytes { (bytes) throws(EndpointError) in try file.write(bytes, at: Int64(start)) }
        }
        let time = Timestamp(seconds: 1_500_000_000)
        let entry = try file.commit(metadata: Metadata(modified: time), length: Int64(content.count)).entry
        #expect(entry.modified == time && entry.size == Int64(content.count))
        #expect(try endpoint.entry(at: path)?.modified == time)
        let reader = try endpoint.read(entry, range: nil)
        var back = [UInt8](repeating: 0, count: content.count)
        var filled = 0
        while filled < back.count {
            let count = try back.withUnsafeMutableBytes { bytes in
                try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled...].prefix(1 << 20)))
            }
            if count == 0 { break }
            filled += count
        }
        try reader.verifyUnchanged()
        return back == content
    }

    @Test func aLargeFileIsSharedOut() throws {
        let (host, opened) = host(window: 32 << 10)
        #expect(try roundTrip(host))
        let count = opened.value.load(ordering: .relaxed)
        #expect(count > 0 && count <= FurtherConnections.usualMost)
    }

    @Test func aWindowThatDoesNotLimitOpensNothing() throws {
        let (host, opened) = host(window: 1 << 30)
        #expect(try roundTrip(host))
        #expect(opened.value.load(ordering: .relaxed) == 0)
    }

    @Test func aServerThatRefusesIsAskedOnce() throws {
        let (host, opened) = host(window: 32 << 10, refusing: true)
        #expect(try roundTrip(host))
        #expect(opened.value.load(ordering: .relaxed) == 1)
    }

    @Test func theRateIsWhatDecides() {
        #expect(LinkMeter(roundTrip: 0).delay(of: 1 << 30, window: 1) == nil)
        #expect(LinkMeter(roundTrip: 0.001).delay(of: 1 << 30, window: 1) == nil)
        let meter = LinkMeter(roundTrip: 0.006)
        #expect(meter.delay(of: 1 << 30, window: 6000) == nil)
        usleep(30_000)
        meter.note(1 << 20)
        // A million bytes a second are allowed, and more than half of that came.
        #expect(meter.delay(of: 10_000_000, window: 6000) == 10)
        #expect(meter.delay(of: 10_000_000, window: 1 << 30) == nil)
    }
}
