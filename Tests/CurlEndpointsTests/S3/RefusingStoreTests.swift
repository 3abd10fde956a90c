import Harness
import Synchronization
import Testing

@testable import CurlEndpoints

/// `ferry` on a store that does not copy.
@Suite final class RefusingStoreTests {
    private let directory = TemporaryDirectory()
    private let shelf = ObjectShelf()
    private let store: StubStore
    private let refusal: Refusal

    init() {
        let shelf = shelf
        let refusal = Refusal()
        self.refusal = refusal
        store = StubStore { request in
            if request.headers["x-amz-copy-source"] == nil { return shelf.answer(request) }
            return refusal.answer.withLock { $0 }
        }
    }

    private final class Refusal: Sendable {
        let answer = Mutex(StubStore.Answer(status: 501, body: StubStore.error("NotImplemented")))
    }

    private var copies: Int { store.requests.filter { $0.headers["x-amz-copy-source"] != nil }.count }

    @discardableResult private func sync(_ words: String...) -> String {
        let run = Program.ferry.run(
            ["sync", "--parallel=1"] + words, in: directory.path,
            environment: store.environment.merging(["XDG_STATE_HOME": directory.path + "/state"]) { $1 })
        #expect(run.status == 0, "\(run.errorText)")
        return run.outputText
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

    /// Nor is it by later runs, and a dry run promises nothing else.
    @Test(arguments: [(501, "NotImplemented"), (405, "MethodNotAllowed"), (403, "AccessDenied"), (405, "")])
    func laterRunsKnow(_ status: Int, _ code: String) {
        let answer = StubStore.Answer(status: status, body: code.isEmpty ? "" : StubStore.error(code))
        refusal.answer.withLock { $0 = answer }
        var bytes = content(1)
        func change() {
            bytes[11 << 20] ^= 1
            directory.write(bytes, "tree/a")
        }
        change()
        sync("tree/", "s3://bucket")
        change()
        let forecast = sync("-n", "--stats", "tree/", "s3://bucket")
        #expect(!forecast.contains("Literal data: 12,582,912"), "\(forecast)")
        sync("tree/", "s3://bucket")
        #expect(copies >= 1)
        let count = copies
        for (place, key) in [("s3://bucket", "a"), ("s3://bucket/other", "other/a")] {
            change()
            let told = sync("-n", "--stats", "tree/", place)
            #expect(told.contains("Literal data: 12,582,912") && told.contains("Matched data: 0"), "\(told)")
            let done = sync("--stats", "tree/", place)
            #expect(done.contains("Literal data: 12,582,912") && shelf.bytes(key) == bytes, "\(done)")
        }
        #expect(copies == count)
    }

    /// Where some objects may be copied, those that may not say nothing of the others.
    @Test func oneForbiddenCopyIsNotARefusal() {
        var bytes = content(1)
        let shelf = shelf
        let store = StubStore { request in
            request.headers["x-amz-copy-source"]?.hasSuffix("forbidden") == true
                ? .init(status: 403, body: StubStore.error("AccessDenied")) : shelf.answer(request)
        }
        func run(_ words: String...) -> String {
            for name in ["a", "forbidden"] { directory.write(bytes, "tree/\(name)") }
            let run = Program.ferry.run(
                ["sync", "--parallel=1", "--stats"] + words + ["tree/", "s3://bucket"], in: directory.path,
                environment: store.environment.merging(["XDG_STATE_HOME": directory.path + "/state"]) { $1 })
            #expect(run.status == 0, "\(run.errorText)")
            bytes[11 << 20] ^= 1
            return run.outputText
        }
        _ = run()
        for _ in 1...2 { #expect(!run().contains("Matched data: 0")) }
        for name in ["a", "forbidden"] { #expect(shelf.bytes(name)?.count == bytes.count) }
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
        let count = copies
        sync("s3://bucket/from/", "s3://bucket/more/")
        #expect(copies == count && shelf.bytes("more/a") == Array("a".utf8))
    }
}
