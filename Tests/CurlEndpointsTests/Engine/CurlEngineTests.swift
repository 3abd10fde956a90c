import CurlEndpoints
import FerryCore
import FerryEndpoints
import Glibc
import Synchronization
import Testing

@Suite struct CurlEngineTests {
    /// Answers each request with what it was.
    private static func echo(_ connection: LoopbackConnection) {
        while let request = connection.request() {
            connection.respond(
                200, headers: ["X-Method: \(request.method)", "X-Target: \(request.target)"], body: request.body)
        }
    }

    @Test func aRequestIsSentAsItStands() throws {
        let server = LoopbackServer(Self.echo)
        let engine = CurlEngine()
        defer { engine.close() }
        let request = CurlRequest(
            .put, url: server.url + "/a/../b%2F?x=1&y", headers: ["X-A: 1"], body: .bytes(SharedBytes("body".utf8)))
        let reply = try engine.perform(request)
        #expect(reply.status == 200)
        #expect(reply.head["x-method"] == "PUT")
        #expect(reply.head["X-TARGET"] == "/a/../b%2F?x=1&y")
        #expect(reply.head["x-absent"] == nil)
        #expect(reply.body == Array("body".utf8))
    }

    @Test(arguments: ["GET", "HEAD", "PUT", "POST", "DELETE"]) func everyMethodHasAResponse(_ name: String) throws {
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                // A response to HEAD has the length of a body that does not follow.
                if request.method == "HEAD" {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Method: HEAD\r\n\r\n")
                } else {
                    connection.respond(200, headers: ["X-Method: \(request.method)"], body: request.body)
                }
            }
        }
        let engine = CurlEngine()
        defer { engine.close() }
        for _ in 0..<3 {
            let reply = try engine.perform(CurlRequest(.init(name), url: server.url))
            #expect(reply.head["x-method"] == name)
            #expect(reply.body == [])
        }
        #expect(server.connectionCount == 1)
    }

    @Test func manyThreadsShareKeptConnections() throws {
        let server = LoopbackServer(Self.echo)
        var settings = EngineSettings()
        settings.connectionsPerHost = 4
        let engine = CurlEngine(settings)
        defer { engine.close() }
        let wrong = Mutex(0)
        let url = server.url
        let threads = (0..<16).map { number in
            WorkerThread {
                for index in 0..<25 {
                    let body = Array("\(number)-\(index)".utf8)
                    let reply = try? engine.perform(CurlRequest(.post, url: url, body: .bytes(SharedBytes(body))))
                    if reply?.body != body { wrong.withLock { $0 += 1 } }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(wrong.withLock { $0 } == 0)
        #expect(server.connectionCount <= 4)
    }

    /// A server that writes head and body apart, with Nagle's algorithm on, sends the body when the head was acknowledged.
    /// By the kernel's own idea that is 40 ms later, once a connection has shown that both sides have something to say.
    @Test func aBodyThatWaitsForAnAcknowledgementDoesNotWaitLong() throws {
        let server = LoopbackServer { connection in
            connection.sendAtOnce(false)
            while connection.request() != nil {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
                connection.send("first")
            }
        }
        let engine = CurlEngine()
        defer { engine.close() }
        let url = server.url
        var times: [Duration] = []
        for _ in 0..<50 {
            let start = ContinuousClock.now
            #expect(try engine.perform(CurlRequest(.get, url: url)).body == Array("first".utf8))
            times.append(ContinuousClock.now - start)
        }
        #expect(server.connectionCount == 1)
        // The median: on a busy machine some take long for other reasons.
        #expect(times.sorted()[25] < .milliseconds(25), "\(times)")
    }

    @Test func aLargeBodyIsSentFromMemory() throws {
        let server = LoopbackServer(Self.echo)
        let engine = CurlEngine()
        defer { engine.close() }
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
        let reply = try engine.perform(CurlRequest(.put, url: server.url, body: .bytes(SharedBytes(body))))
        #expect(reply.body == body)
    }

    @Test(arguments: [nil, 2_000_000]) func aStreamIsSentPieceByPiece(_ length: Int64?) throws {
        let server = LoopbackServer(Self.echo)
        let engine = CurlEngine()
        defer { engine.close() }
        let exchange = try engine.startKeeping(CurlRequest(.put, url: server.url, body: .stream(length: length)))
        let piece = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        for _ in 0..<50 { try piece.withUnsafeBytes { (bytes) throws in try exchange.send(bytes) } }
        exchange.endBody()
        let reply = try exchange.finish()
        #expect(reply.body.count == 2_000_000)
        #expect(reply.body.starts(with: piece))
    }

    @Test func aReaderThatIsSlowStopsTheServer() throws {
        let sent = Mutex(0)
        let total = 64 << 20
        let server = LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let chunk = [UInt8](repeating: 7, count: 1 << 20)
            for _ in 0..<64 where connection.send(chunk) { sent.withLock { $0 += chunk.count } }
        }
        let engine = CurlEngine()
        defer { engine.close() }
        let exchange = try engine.start(CurlRequest(.get, url: server.url))
        #expect(try exchange.head().status == 200)
        usleep(300_000)
        // What is on the way is in the buffers of the kernel and of one exchange.
        #expect(sent.withLock { $0 } < 32 << 20)
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var received = 0
        while case let count = try buffer.withUnsafeMutableBytes({ (bytes) throws in try exchange.read(into: bytes) }),
            count > 0
        {
            received += count
        }
        #expect(received == total)
    }

    @Test func aBodyThatEndsEarlyIsAFailure() throws {
        let server = LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
        }
        let engine = CurlEngine()
        defer { engine.close() }
        let failure = #expect(throws: CurlFailure.self) { try engine.perform(CurlRequest(.get, url: server.url)) }
        #expect(failure?.code == .unreachable)
        let exchange = try engine.start(CurlRequest(.get, url: server.url))
        var buffer = [UInt8](repeating: 0, count: 100)
        #expect(try buffer.withUnsafeMutableBytes { (bytes) throws in try exchange.read(into: bytes) } == 5)
        #expect(throws: CurlFailure.self) {
            try buffer.withUnsafeMutableBytes { (bytes) throws in try exchange.read(into: bytes) }
        }
    }

    @Test func nobodyListeningIsUnreachable() throws {
        let port = LoopbackServer { _ in }.port
        let engine = CurlEngine()
        defer { engine.close() }
        let failure = #expect(throws: CurlFailure.self) {
            try engine.perform(CurlRequest(.get, url: "http://127.0.0.1:\(port)"))
        }
        #expect(failure?.code == .unreachable)
    }

    @Test func aServerThatSaysNothingIsATimeOut() throws {
        let server = LoopbackServer { connection in _ = connection.take(.max) }
        var settings = EngineSettings()
        settings.stallTimeout = 1
        let engine = CurlEngine(settings)
        defer { engine.close() }
        let failure = #expect(throws: CurlFailure.self) { try engine.perform(CurlRequest(.get, url: server.url)) }
        #expect(failure?.code == .timedOut)
    }

    @Test func cancellingTheRunEndsEveryRequest() throws {
        let server = LoopbackServer { connection in _ = connection.take(.max) }
        let cancellation = Cancellation()
        let engine = CurlEngine(cancellation: cancellation)
        defer { engine.close() }
        let exchange = try engine.start(CurlRequest(.get, url: server.url))
        cancellation.cancel()
        let failure = #expect(throws: CurlFailure.self) { try exchange.head() }
        #expect(failure?.code == .cancelled)
        #expect(throws: CurlFailure.self) { try engine.perform(CurlRequest(.get, url: server.url)) }
    }

    @Test func whatTakesBackSomethingUnfinishedGoesThroughAfterThat() throws {
        let server = LoopbackServer { connection in
            while connection.request() != nil {
                usleep(300_000)
                connection.respond(204)
            }
        }
        let cancellation = Cancellation()
        let engine = CurlEngine(cancellation: cancellation)
        let request = CurlRequest(.delete, url: server.url)
        let begun = try engine.startKeeping(request.cleaning)
        cancellation.cancel()
        #expect(try begun.finish().status == 204)
        #expect(try engine.perform(request.cleaning).status == 204)
        engine.close()
        #expect(throws: CurlFailure.cancelled) { try engine.perform(request.cleaning) }
    }

    @Test func closingTheEngineEndsEveryRequest() throws {
        let server = LoopbackServer { connection in _ = connection.take(.max) }
        let engine = CurlEngine()
        let exchange = try engine.start(CurlRequest(.get, url: server.url))
        engine.close()
        #expect(throws: CurlFailure.cancelled) { try exchange.finish() }
        #expect(throws: CurlFailure.cancelled) { try engine.perform(CurlRequest(.get, url: server.url)) }
    }

    @Test func oneRequestCanBeCancelled() throws {
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                if request.path == "/wait" { _ = connection.take(.max) } else { connection.respond(204) }
            }
        }
        let engine = CurlEngine()
        defer { engine.close() }
        let exchange = try engine.start(CurlRequest(.get, url: server.url + "/wait"))
        exchange.cancel()
        #expect(throws: CurlFailure.cancelled) { try exchange.finish() }
        #expect(try engine.perform(CurlRequest(.get, url: server.url)).status == 204)
    }

    @Test func anEarlyResponseEndsAStream() throws {
        let server = LoopbackServer { connection in
            guard connection.head() != nil else { return }
            connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            _ = connection.take(1 << 20)
        }
        let engine = CurlEngine()
        defer { engine.close() }
        let exchange = try engine.startKeeping(CurlRequest(.put, url: server.url, body: .stream(length: nil)))
        let piece = [UInt8](repeating: 1, count: 100_000)
        while try exchange.head().status == 0 {
            try piece.withUnsafeBytes { (bytes) throws in try exchange.send(bytes) }
        }
        exchange.endBody()
        #expect(try exchange.finish().head.errorCode == .permissionDenied)
    }
}
