import FerryCore
import Glibc
import Harness
import Synchronization
import Testing

@testable import CurlEndpoints

/// `ferry` on a store that lies, fails and sees it killed.
@Suite final class S3SafetyTests {
    private let directory = TemporaryDirectory()

    private func environment(_ store: StubStore) -> [String: String] {
        store.environment.merging(["XDG_STATE_HOME": directory.path + "/state"]) { $1 }
    }

    private func ferry(_ store: StubStore, _ arguments: String...) -> Program.Outcome { ferry(store, arguments) }

    private func ferry(_ store: StubStore, _ arguments: [String]) -> Program.Outcome {
        Program.ferry.run(arguments, in: directory.path, environment: environment(store))
    }

    /// Of blocks that are all different.
    private func content(_ length: Int, seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = length / 4096 * 4096
            for start in stride(from: 0, to: count, by: 4096) {
                memset(buffer.baseAddress! + start, Int32(random.next() & 255), 4096)
                UnsafeMutableRawPointer(buffer.baseAddress! + start).storeBytes(of: random.next(), as: UInt64.self)
            }
        }
    }

    private func deletes(_ store: StubStore) -> Int {
        store.requests.filter { $0.method == "DELETE" || $0[query: "delete"] != nil }.count
    }

    /// The source has one file; all others are extraneous, if the listing is to be believed.
    @Test(arguments: ["denied", "cut", "repeated", "unordered", "garbage", "error in 200"])
    func nothingIsDeletedThatAListingErrorHid(_ kind: String) {
        directory.write([1], "tree/f000")
        let shelf = ObjectShelf()
        shelf.content.withLock { $0.mostKeys = 5 }
        for number in 0..<20 { shelf.put("f\(100 + number)", [1]) }
        let pages = Mutex(0)
        let store = StubStore { request in
            let isLate =
                request[query: "list-type"] != nil && request[query: "max-keys"] == nil
                && pages.withLock { count in
                    count += 1
                    return count > 2
                }
            var answer = shelf.answer(request)
            if !isLate { return answer }
            switch kind {
            case "denied": return .init(status: 403, body: StubStore.error("AccessDenied"))
            case "cut": answer.body.removeLast(30)
            case "repeated": answer.body = Array(StubStore.page(["f100", "f101"], next: "f101").utf8)
            case "unordered": answer.body = Array(StubStore.page(["f119", "f118"]).utf8)
            case "garbage": answer.body = Array("<html/>".utf8)
            default: return .init(body: StubStore.error("AccessDenied"))
            }
            return answer
        }
        let run = ferry(store, "sync", "--delete", "tree/", "s3://bucket")
        #expect(run.status != 0 && deletes(store) == 0, "\(run.errorText)")
        #expect(shelf.keys.count >= 20)
    }

    @Test(arguments: [["sync", "--delete", "tree/", "s3://bucket/p"], ["remove", "-r", "s3://bucket/p"]])
    func deletesAreAThousandKeysAtATime(words: [String]) {
        directory.write([1], "tree/a/f")
        let shelf = ObjectShelf()
        for number in 0..<1500 { shelf.put("p/d\(number % 30)/f\(number)", [1]) }
        let store = StubStore(shelf.answer)
        let run = ferry(store, words)
        #expect(run.status == 0, "\(run.errorText)")
        #expect(shelf.keys == (words[0] == "sync" ? ["p/a/f"] : []) && deletes(store) <= 4, "\(deletes(store))")
    }

    /// The store copies other bytes than it should: that is noticed before the object is made, and it is sent whole.
    @Test func copiedPartsWithWrongBytesAreSentAgain() {
        let shelf = ObjectShelf()
        shelf.content.withLock { $0.copiesWrongly = true }
        let store = StubStore(shelf.answer)
        var bytes = content(24_000_000, seed: 1)
        directory.write(bytes, "tree/large")
        #expect(ferry(store, "sync", "tree/", "s3://bucket").status == 0)
        bytes[12_000_000] ^= 1
        directory.write(bytes, "tree/large")
        let run = ferry(store, "sync", "--stats", "tree/", "s3://bucket")
        #expect(run.status == 0, "\(run.errorText)")
        #expect(store.requests.contains { $0.headers["x-amz-copy-source-range"] != nil })
        #expect(shelf.bytes("large") == bytes && shelf.openUploads == 0)
    }

    /// With what earlier runs remember, which tests do without otherwise.
    @Test func aSecondRunSendsNothingAndAsksLittle() {
        directory.write([1], "tree/a")
        directory.write(content(2_000_000, seed: 4), "tree/b")
        // What was written the moment before could still be changed without a trace, and is not remembered.
        usleep(50_000)
        let shelf = ObjectShelf()
        func run(_ source: String, _ destination: String) -> [String] {
            let store = StubStore(shelf.answer)
            let run = ferry(store, "sync", "-i", source, destination)
            #expect(run.status == 0, "\(run.errorText)")
            return store.requests.map(\.method) + (run.outputText.isEmpty ? [] : [run.outputText])
        }
        for (source, destination, looks) in [
            ("tree/", "s3://bucket/up", 1), ("s3://bucket/up/", "down", 1), ("s3://bucket/up/", "s3://bucket/on", 2),
        ] {
            _ = run(source, destination)
            let listings = destination.hasPrefix("s3") && source.hasPrefix("s3") ? 2 : 1
            #expect(run(source, destination) == Array(repeating: "GET", count: looks + listings), "\(source)")
        }
    }

    @Test func sourcesInsideTheDestinationAndTheOtherWayRound() {
        let shelf = ObjectShelf()
        for key in ["d/a", "d/in/b", "d/old"] { shelf.put(key, Array(key.utf8)) }
        let keys = shelf.keys
        let store = StubStore(shelf.answer)
        let outward = ferry(store, "sync", "--delete", "s3://bucket/d/in/", "s3://bucket/d/")
        #expect(outward.status == 23 && outward.errorText.contains("a source lies there"), "\(outward.errorText)")
        #expect(Set(shelf.keys) == Set(keys + ["d/b"]))
        for _ in 1...2 {
            let inward = ferry(store, "sync", "s3://bucket/d/", "s3://bucket/d/in/")
            #expect(inward.status == 0 && inward.errorText.contains("'in' is left out"), "\(inward.errorText)")
            #expect(Set(shelf.keys) == Set(keys + ["d/b", "d/in/a", "d/in/old"]))
        }
        let onto = ferry(store, "sync", "-I", "--remove-source-files", "s3://bucket/d/in/", "s3://bucket/d/in/")
        #expect(onto.status == 23 && onto.errorText.contains("the same file"), "\(onto.errorText)")
        #expect(shelf.keys.contains("d/in/b"))
        // By other names of the same store.
        for host in ["127.0.0.1:\(store.server.port)/", "LocalHost:\(store.server.port)", "127.1:\(store.server.port)"]
        {
            let there = "s3://bucket/d/in?endpoint=http://\(host)"
            let onto = ferry(store, "sync", "-I", "--remove-source-files", "s3://bucket/d/in/", there)
            #expect(onto.status == 23 && onto.errorText.contains("the same file"), "\(host): \(onto.errorText)")
            #expect(shelf.keys.contains("d/in/b"))
        }
    }

    /// Though what is sent elsewhere is described for the next run as it passes.
    @Test func theStoreCopiesWhatItHasItself() {
        let shelf = ObjectShelf()
        let bytes = content(2_000_000, seed: 1)
        shelf.put("p/file", bytes)
        let store = StubStore(shelf.answer)
        let forecast = ferry(store, "sync", "-n", "--stats", "s3://bucket/p/", "s3://bucket/q/")
        let run = ferry(store, "sync", "--stats", "s3://bucket/p/", "s3://bucket/q/")
        #expect(run.status == 0 && shelf.bytes("q/file") == bytes, "\(run.errorText)")
        for line in ["Literal data: 0", "Matched data: 1,998,848"] {
            #expect(run.outputText.contains(line), "\(run.outputText)")
            #expect(forecast.outputText.contains(line), "\(forecast.outputText)")
        }
        let writes = store.requests.filter { $0.method == "PUT" }
        #expect(writes.count == 1 && writes[0].headers["x-amz-copy-source"] != nil && writes[0].body.isEmpty)
    }

    @Test func sourceFilesAreRemovedOnceTheyAreElsewhere() {
        let shelf = ObjectShelf()
        shelf.put("d/a", [1])
        let store = StubStore(shelf.answer)
        #expect(ferry(store, "sync", "s3://bucket/d/", "copy").status == 0)
        let run = ferry(store, "sync", "--remove-source-files", "s3://bucket/d/", "copy")
        #expect(run.status == 0 && shelf.keys.isEmpty, "\(run.errorText)")
        #expect(directory.read("copy/a") == [1])
    }

    /// Nobody asks whether a description of a file is a directory.
    @Test func aDescriptionIsLookedForByOneRequestEach() {
        let shelf = ObjectShelf()
        shelf.put("large", content(2_000_000, seed: 7))
        let store = StubStore(shelf.answer)
        #expect(ferry(store, "sync", "s3://bucket/", "copy").status == 0)
        let bytes = content(2_000_000, seed: 8)
        shelf.put("large", bytes)
        let count = store.requests.count
        #expect(ferry(store, "sync", "s3://bucket/", "copy").status == 0)
        let asked = store.requests[count...]
        #expect(asked.filter { $0.method == "HEAD" && $0.path.hasSuffix(".ferrysig") }.count == 1)
        #expect(asked.filter { $0[query: "list-type"] != nil }.count == 2)
        #expect(directory.read("copy/large") == bytes)
    }

    @Test func aCheckByTimesReadsNoObject() {
        directory.write(content(2_000_000, seed: 5), "tree/large")
        let store = StubStore(ObjectShelf().answer)
        #expect(ferry(store, "sync", "tree/", "s3://bucket").status == 0)
        let count = store.requests.count
        #expect(ferry(store, "check", "tree", "s3://bucket").status == 0)
        #expect(store.requests[count...].map(\.method).sorted() == ["GET", "GET", "HEAD"])
        _ = Program("touch").run(["-d", "2001-01-01", directory.path + "/tree/large"])
        let other = ferry(store, "check", "tree", "s3://bucket")
        #expect(other.status == 1 && other.outputText.contains("time"), "\(other.outputText)")
        #expect(!store.requests[count...].contains { $0.method == "GET" && $0.path == "/bucket/large" })
    }

    /// The tag of an upload in parts is the digest of their digests; the local file has those, too.
    @Test func anObjectInPartsIsComparedByItsTag() {
        var bytes = content(20_000_000, seed: 6)
        directory.write(bytes, "tree/large")
        let shelf = ObjectShelf()
        let store = StubStore(shelf.answer)
        func fetches() -> Int { store.requests.filter { $0.method == "GET" && $0.path == "/bucket/large" }.count }
        #expect(ferry(store, "sync", "tree/", "s3://bucket").status == 0)
        #expect(ferry(store, "check", "-c", "tree", "s3://bucket").status == 0)
        #expect(ferry(store, "sync", "-c", "-i", "tree/", "s3://bucket").outputText == "" && fetches() == 0)
        bytes[12_000_000] ^= 1
        directory.write(bytes, "tree/large")
        #expect(ferry(store, "check", "-c", "tree", "s3://bucket").status == 1 && fetches() > 0)
        #expect(ferry(store, "sync", "-c", "tree/", "s3://bucket").status == 0 && shelf.bytes("large") == bytes)
    }

    @Test func aDirectoryWithSomethingInItStaysWithoutR() {
        let shelf = ObjectShelf()
        shelf.put("d/file", [1])
        shelf.put("empty/", [])
        let store = StubStore(shelf.answer)
        let refused = ferry(store, "remove", "s3://bucket/d")
        #expect(refused.status == 23 && refused.errorText.contains("with -r"), "\(refused.errorText)")
        #expect(ferry(store, "remove", "s3://bucket/empty").status == 0)
        #expect(shelf.keys == ["d/file"])
    }

    @Test func aLongListSaysWhatIsUnknown() {
        let shelf = ObjectShelf()
        shelf.put("file", [1])
        let store = StubStore(shelf.answer)
        let listed = ferry(store, "list", "-l", "s3://bucket")
        #expect(listed.outputText == "-?????????              1                   - file\n")
        #expect(store.requests.count == 2)
    }

    // MARK: Killed

    /// Runs it until the store has got so many requests; the last one takes effect, and nobody hears of it.
    private func runUntilKilled(at number: Int, _ shelf: ObjectShelf) -> (Program.Outcome, StubStore) {
        let file = directory.path + "/pid"
        let count = Mutex(0)
        let store = StubStore { request in
            let answer = shelf.answer(request)
            if count.withLock({ count in
                count += 1
                return count == number
            }) {
                kill(pid_t(Program("cat").run([file]).outputText.dropLast()) ?? 0, SIGKILL)
            }
            return answer
        }
        let script = "echo $$ > \(file); exec \(Program.ferry.path) sync tree/ s3://bucket"
        let outcome = Program("sh").run(["-c", script], in: directory.path, environment: environment(store))
        return (outcome, store)
    }

    @Test func killedAtEachStepOfAnUploadInParts() {
        let old = content(17_000_000, seed: 2)
        let new = content(36_000_000, seed: 3)
        directory.write(new, "tree/large")
        for number in 1...30 {
            _ = Program("rm").run(["-rf", directory.path + "/state"])
            let shelf = ObjectShelf()
            shelf.put("large", old)
            let (run, _) = runUntilKilled(at: number, shelf)
            if run.status == 0 { break }
            #expect(run.status == 128 + SIGKILL, "\(number): \(run.errorText)")
            #expect(shelf.bytes("large") == old || shelf.bytes("large") == new, "killed at \(number)")
            let store = StubStore(shelf.answer)
            let again = ferry(store, "sync", "tree/", "s3://bucket")
            #expect(again.status == 0, "after \(number): \(again.errorText)")
            #expect(shelf.bytes("large") == new, "after \(number)")
            // Of what nobody heard nobody knows, until it is asked for.
            #expect(ferry(store, "remove", "--incomplete", "s3://bucket").status == 0, "after \(number)")
            #expect(shelf.openUploads == 0, "after \(number)")
        }
    }
}
