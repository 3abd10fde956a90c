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
