import Harness
import Synchronization
import Testing

@testable import CurlEndpoints

/// `ferry` on a store that does not copy.
@Suite final class RefusingStoreTests {
    private let directory = TemporaryDirectory()
    private let shelf = ObjectShelf()
    private let store: StubStore

    init() {
        let shelf = shelf
        store = StubStore { request in
            if request.headers["x-amz-copy-source"] == nil { return shelf.answer(request) }
            return .init(status: 501, body: StubStore.error("NotImplemented"))
        }
    }

    private var copies: Int { store.requests.filter { $0.headers["x-amz-copy-source"] != nil }.count }

    private func sync(_ words: String...) {
        let run = Program.ferry.run(
            ["sync", "--parallel=1"] + words, in: directory.path,
            environment: store.environment.merging(["XDG_STATE_HOME": directory.path + "/state"]) { $1 })
        #expect(run.status == 0, "\(run.errorText)")
    }

    private func content(_ seed: Int) -> [UInt8] {
        var random = SeededGenerator(seed: UInt64(seed))
        return (0..<(12 << 20)).map { $0 & 1023 < 8 ? UInt8.random(in: 0...255, using: &random) : UInt8(seed) }
    }

    /// Nor is it in the rest of the run, and all arrives.
    @Test func changedObjectsAreSentWhole() {
        var contents = (1...3).map(content)
        for (index, bytes) in contents.enumerated() { directory.write(bytes, "tree/\(index)") }
        sync("tree/", "s3://bucket")
        for index in contents.indices {
            contents[index][11 << 20] ^= 1
            directory.write(contents[index], "tree/\(index)")
        }
        sync("tree/", "s3://bucket")
        for (index, bytes) in contents.enumerated() { #expect(shelf.bytes("\(index)") == bytes) }
        #expect(copies == 1 && shelf.openUploads == 0)
    }

    @Test func copiesPassThrough() {
        let names = ["a", "b", "c"]
        for name in names {
            shelf.put("from/" + name, Array(name.utf8))
            shelf.content.withLock { $0.objects["from/" + name]?.headers = ["cache-control: no-store"] }
        }
        sync("s3://bucket/from/", "s3://bucket/to/")
        for name in names {
            #expect(shelf.bytes("to/" + name) == Array(name.utf8))
            let headers = shelf.content.withLock { $0.objects["to/" + name]?.headers } ?? []
            #expect(headers.contains("cache-control: no-store"), "\(headers)")
        }
        #expect((1...3).contains(copies))
    }
}
