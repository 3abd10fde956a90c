import Glibc
import Harness
import Synchronization
import Testing

@testable import CurlEndpoints

/// What `ferry` tells of requests and bytes, and what is sent although nothing need be.
@Suite final class S3StatisticsTests {
    private let directory = TemporaryDirectory()
    private let shelf = ObjectShelf()

    private func ferry(_ store: StubStore, _ arguments: String...) -> Program.Outcome { ferry(store, arguments) }

    private func ferry(_ store: StubStore, _ arguments: [String]) -> Program.Outcome {
        Program.ferry.run(
            arguments, in: directory.path,
            environment: store.environment.merging(["XDG_STATE_HOME": directory.path + "/state"]) { $1 })
    }

    @Test func statisticsTellRequestsByKind() throws {
        directory.write([1], "tree/a")
        directory.write([2], "tree/b")
        let store = StubStore(ObjectShelf().answer)
        let run = ferry(store, "sync", "--stats", "tree/", "s3://bucket")
        let lines = run.outputText.split(separator: "\n")
        let line = try #require(lines.first { $0.hasPrefix("Number of requests: ") }, "\(run.errorText)")
        #expect(line.contains("PutObject 2"), "\(run.outputText)\(run.errorText)")
        let told = line.split(separator: ": ")[1].split(separator: ", ").compactMap { Int($0.split(separator: " ")[1]) }
        #expect(told.reduce(0, +) == store.requests.count, "\(line)")
    }

    /// Also those that look what a location is, and those that are made again.
    @Test func allRequestsAreTold() throws {
        directory.write([1], "tree/a")
        let shelf = ObjectShelf()
        shelf.put("p/a", [2])
        shelf.put("p/old", [2])
        let deletes = Mutex(0)
        let store = StubStore { request in
            guard request[query: "delete"] != nil,
                deletes.withLock({
                    $0 += 1; return $0
                }) <= 2
            else {
                return shelf.answer(request)
            }
            return .init(status: 503, headers: ["Retry-After: 0"], body: StubStore.error("SlowDown"))
        }
        for words in [
            ["--delete", "tree/", "s3://bucket/p"], ["tree/a", "s3://bucket/p/new"], ["s3://bucket/p/a", "down"],
        ] {
            let before = store.requests.count
            let run = ferry(store, ["sync", "--stats"] + words)
            #expect(run.status == 0, "\(run.errorText)")
            let line = try #require(
                run.outputText.split(separator: "\n").first { $0.hasPrefix("Number of requests: ") })
            let told = line.split(separator: ": ")[1].split(separator: ", ").compactMap {
                Int($0.split(separator: " ")[1])
            }
            #expect(told.reduce(0, +) == store.requests.count - before, "\(line)")
            if words.count == 3 { #expect(line.contains("DeleteObjects 3"), "\(line)") }
        }
    }

    /// What was written the moment before could still be changed without a trace, and is not remembered.
    private func write(_ bytes: [UInt8], _ name: String) {
        directory.write(bytes, name)
        usleep(50_000)
    }

    private static let content = [UInt8](unsafeUninitializedCapacity: 12 << 20) { buffer, count in
        count = 12 << 20
        for index in stride(from: 0, to: count, by: 4096) {
            memset(buffer.baseAddress! + index, Int32(index >> 12 & 255), 4096)
            buffer[index] = UInt8(truncatingIfNeeded: index >> 20)
        }
    }

    /// The object has another version then, of which the next run knows that it is ferry's own.
    @Test(arguments: ["--ignore-times", "--size-only"]) func whatIsSentByOtherRulesIsNotSentOnceMore(_ option: String) {
        var bytes = Self.content
        write(bytes, "tree/large")
        let store = StubStore(shelf.answer)
        #expect(ferry(store, "sync", "tree/", "s3://bucket").status == 0)
        bytes[6 << 20] ^= 1
        bytes.append(7)
        write(bytes, "tree/large")
        let other = ferry(store, "sync", "--stats", option, "tree/", "s3://bucket")
        #expect(other.outputText.contains("Number of regular files transferred: 1"), "\(other.outputText)")
        #expect(other.outputText.contains("Matched data: 6,2"), "\(other.outputText)")
        if option == "--ignore-times" {
            let again = ferry(store, "sync", "--stats", option, "tree/", "s3://bucket")
            #expect(again.outputText.contains("Literal data: 0"), "\(again.outputText)")
        }
        let count = store.requests.count
        let run = ferry(store, "sync", "-i", "tree/", "s3://bucket")
        #expect(run.status == 0 && run.outputText.isEmpty && shelf.bytes("large") == bytes, "\(run.outputText)")
        #expect(store.requests.dropFirst(count).allSatisfy { ["GET", "HEAD"].contains($0.method) })
    }

    /// Size alone vouches for nothing that later runs go by, and what they know of other files stays.
    @Test func whatSizeAloneLeavesIsStillSent() {
        for name in ["a", "b", "c", "d"] { write([UInt8](repeating: 1, count: 2_000_000), "tree/\(name)") }
        let store = StubStore(shelf.answer)
        #expect(ferry(store, "sync", "tree/", "s3://bucket").status == 0)
        // Somebody else's, with the old time.
        shelf.content.withLock {
            $0.objects["b"]?.bytes[5] = 9
            $0.objects["b"]?.tag = ObjectShelf.md5([9])
        }
        write([UInt8](repeating: 2, count: 2_000_000), "tree/a")
        write([UInt8](repeating: 1, count: 2_000_001), "tree/c")
        let loose = ferry(store, "sync", "-i", "--size-only", "--no-times", "tree/", "s3://bucket")
        #expect(loose.outputText.split(separator: "\n").count == 1 && loose.outputText.contains(" c"), "\(loose)")
        let run = ferry(store, "sync", "-i", "tree/", "s3://bucket")
        let names = run.outputText.split(separator: "\n").compactMap { $0.split(separator: " ").last }
        #expect(run.status == 0 && Set(names) == ["a", "b"], "\(run.outputText)")
        #expect(shelf.bytes("a")?.first == 2 && shelf.bytes("b")?[5] == 1)
    }
}
