import CurlEndpoints
import FerryCore
import FerryEndpoints
import Synchronization
import Testing

/// Buckets that turn out to be in another region.
@Suite struct BucketMovesTests {
    @Test(arguments: [301, 307, 400]) func aBucketElsewhereIsAskedThere(_ status: Int) throws {
        let store = StubStore { request in
            request.headers["authorization"]!.contains("/eu-central-1/")
                ? .init(body: StubStore.page(["a"]))
                : .init(
                    status: status, headers: ["x-amz-bucket-region: eu-central-1"],
                    body: StubStore.error("PermanentRedirect"))
        }
        let listing = try store.endpoint().list(ListingRequest())
        #expect(try listing.next()?.count == 1)
        #expect(try listing.next() == nil)
    }

    /// Whoever is told second asks where the first was sent.
    @Test func severalThreadsAreToldThatABucketIsElsewhere() throws {
        let told = Monitor(0)
        let store = StubStore { request in
            if request.headers["authorization"]!.contains("/eu-central-1/") {
                return .init(headers: ["ETag: \"x\""], body: "x")
            }
            told.update { $0 += 1 }
            told.wait { $0 >= 3 ? () : nil }
            return .init(
                status: 301, headers: ["x-amz-bucket-region: eu-central-1"],
                body: StubStore.error("PermanentRedirect"))
        }
        let endpoint = try store.endpoint()
        let failures = Mutex<[String]>([])
        let threads = (0..<3).map { thread in
            WorkerThread {
                do {
                    _ = try endpoint.entry(at: RelativePath(unchecked: Array("file-\(thread)".utf8)))
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(failures.withLock { $0 } == [])
    }

    /// As radosgw answers for the buckets of another zone group: with the place alone.
    @Test(arguments: [301, 307], ["location", "document"]) func aPlaceWithoutARegionIsAskedToo(
        _ status: Int, _ way: String
    ) throws {
        let shelf = ObjectShelf()
        shelf.put("file", [1, 2, 3])
        let store = StubStore { request in
            let host = request.headers["host"]!
            if host.hasPrefix("eu.localhost:") { return shelf.answer(request) }
            if way == "location" || request.method == "HEAD" {
                return .init(status: status, headers: ["Location: http://eu.\(host)\(request.target)"])
            }
            let place = "<Endpoint>eu.\(host)</Endpoint>"
            return .init(status: status, body: "<Error><Code>TemporaryRedirect</Code>\(place)</Error>")
        }
        let path = try RelativePath(validating: "file")
        let entry = Entry(path: path, kind: .file, size: 3, version: .tag(ObjectShelf.md5([1, 2, 3])))
        let reader = try store.endpoint(host: "localhost").read(entry, range: nil)
        #expect(try reader.digest(by: .md5) == Hasher.digest([1, 2, 3], .md5))
        let endpoint = try store.endpoint(host: "localhost")
        let file = try endpoint.stage(StageRequest(path: RelativePath(validating: "new"), size: 1))
        try [UInt8]([7]).withUnsafeBytes { (bytes) throws in try file.write(bytes, at: 0) }
        _ = try file.commit(metadata: Metadata(), length: 1)
        #expect(shelf.bytes("new") == [7])
        let listing = try store.endpoint(host: "localhost").list(ListingRequest())
        #expect(try listing.next()?.count == 2)
    }

    /// What is signed and sent goes to nobody else, and the message says where the bucket is.
    @Test func nobodyElseIsAsked() throws {
        let other = LoopbackServer { connection in
            while connection.request() != nil { connection.respond(200, headers: ["ETag: \"x\""], body: "x") }
        }
        let url = other.url
        let store = StubStore { .init(status: 307, headers: ["Location: \(url)\($0.target)"]) }
        #expect {
            try store.endpoint().entry(at: RelativePath(validating: "file"))
        } throws: { error in
            "\(error)".contains("the bucket is at \(url.dropFirst("http://".utf8.count))")
        }
        #expect(other.connectionCount == 0)
    }

    @Test(.timeLimit(.minutes(15))) func placesThatPointAtEachOtherAreLeft() throws {
        let store = StubStore { request in
            let host = request.headers["host"]!
            let other = host.hasPrefix("eu.") ? String(host.dropFirst(3)) : "eu.\(host)"
            return .init(status: 307, headers: ["Location: http://\(other)\(request.target)"])
        }
        let endpoint = try store.endpoint(host: "localhost")
        #expect(throws: EndpointError.self) { try endpoint.entry(at: RelativePath(validating: "file")) }
        #expect(store.requests.count < 10)
    }

    @Test(.timeLimit(.minutes(15))) func aStoreThatSendsRequestsRoundInCirclesIsLeft() throws {
        let store = StubStore { request in
            let isThere = request.headers["authorization"]!.contains("/eu-central-1/")
            return .init(
                status: 301, headers: ["x-amz-bucket-region: \(isThere ? "us-east-1" : "eu-central-1")"],
                body: StubStore.error("PermanentRedirect"))
        }
        let endpoint = try store.endpoint()
        #expect(throws: EndpointError.self) { try endpoint.entry(at: RelativePath(validating: "file")) }
        #expect(throws: EndpointError.self) { try endpoint.list(ListingRequest()).next() }
        #expect(store.requests.count < 20)
    }
}
