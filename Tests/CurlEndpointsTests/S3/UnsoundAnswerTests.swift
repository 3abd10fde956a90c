import FerryCore
import FerryEndpoints
import Harness
import Synchronization
import Testing

@testable import CurlEndpoints

/// Answers that leave out what must be said, or that are of something else than was asked for.
@Suite final class UnsoundAnswerTests {
    private let directory = TemporaryDirectory()
    private let shelf = ObjectShelf()
    private let path = RelativePath(unchecked: Array("file".utf8))

    private func ferry(_ store: StubStore, _ arguments: String...) -> Program.Outcome {
        Program.ferry.run(
            arguments, in: directory.path,
            environment: store.environment.merging(["XDG_STATE_HOME": directory.path + "/state"]) { $1 })
    }

    private func reason(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? EndpointError)?.reason
        }
    }

    // MARK: Pages

    /// What an empty page without a word of its end leaves out is there all the same.
    @Test func aPageThatDoesNotSayWhetherItIsTheLastDeletesNothing() {
        for number in 100..<120 {
            directory.write([1], "copy/f\(number)")
            shelf.put("f\(number)", [1])
        }
        shelf.content.withLock { $0.mostKeys = 5 }
        let shelf = shelf
        let store = StubStore { request in
            let isLate = request[query: "list-type"] != nil && request[query: "continuation-token"] != nil
            return isLate ? .init(body: "<ListBucketResult></ListBucketResult>") : shelf.answer(request)
        }
        let run = ferry(store, "sync", "--delete", "s3://bucket/", "copy")
        #expect(run.status != 0 && run.errorText.contains("incomplete"), "\(run.status) \(run.errorText)")
        #expect((100..<120).allSatisfy { directory.read("copy/f\($0)") == [1] })
    }

    @Test(arguments: ["ListVersionsResult", "ListMultipartUploadsResult", "ListPartsResult"])
    func otherListsMustSayItToo(_ name: String) throws {
        let store = StubStore { _ in .init(body: "<\(name)></\(name)>") }
        let endpoint = try store.endpoint()
        let reason = reason {
            switch name {
            case "ListVersionsResult": _ = try endpoint.versions?.versions(of: .root, after: nil)
            case "ListMultipartUploadsResult": _ = try endpoint.leftovers?.removeLeftovers(in: path)
            default:
                let token = S3ResumeToken(metadata: Metadata(modified: .now), upload: "u").token
                _ = try endpoint.stage(StageRequest(path: path, resuming: token))
            }
        }
        #expect(reason?.contains("does not say whether it is the last one") == true, "\(reason ?? "")")
    }

    // MARK: Ranges

    private func read(_ store: StubStore) -> String? {
        reason {
            let entry = Entry(path: path, kind: .file, size: 10, version: .tag("x"))
            _ = try store.endpoint().read(entry, range: ByteRange(offset: 5, length: 2)).digest(by: .md5)
        }
    }

    @Test(arguments: [
        ("bytes 0-1/10", "another range"), ("bytes 5-6/11", "changed"), ("bytes */10", "does not say which"),
        ("", "does not say which"), ("bytes 5-6/*", ""), ("bytes 5-6/10", ""),
    ])
    func onlyTheRangeThatWasAskedForIsTaken(_ span: String, _ words: String) {
        let headers = ["ETag: \"x\""] + (span.isEmpty ? [] : ["Content-Range: \(span)"])
        let told = read(StubStore { _ in .init(status: 206, headers: headers, body: "ab") })
        #expect(words.isEmpty ? told == nil : told?.contains(words) == true, "\(span): \(told ?? "")")
    }

    @Test func anErrorInPlaceOfContentIsTold() {
        let told = read(
            StubStore { _ in
                .init(headers: ["Content-Type: application/xml"], body: StubStore.error("InternalError"))
            })
        #expect(told == "InternalError: words (request r-1)")
    }

    // MARK: Copies and parts

    @Test func aCopyWithOtherContentIsCorruption() {
        shelf.put("p/file", [1, 2, 3])
        shelf.content.withLock { $0.copiesWrongly = true }
        let store = StubStore(shelf.answer)
        let run = ferry(store, "sync", "s3://bucket/p/", "s3://bucket/q/")
        #expect(run.status == 23 && run.errorText.contains("has other content"), "\(run.errorText)")
    }

    /// The tag of an object in parts is not that of its copy, and tells nothing.
    @Test(arguments: ["absent", "short", "sound", "unseen"]) func aCopyMustBeThere(_ kind: String) {
        shelf.put("p/file", [1, 2, 3])
        shelf.content.withLock { $0.objects["p/file"]?.tag = ObjectShelf.md5([9]) + "-2" }
        let shelf = shelf
        let store = StubStore { request in
            let answer = shelf.answer(request)
            if kind == "unseen", request.method == "HEAD", request.path == "/bucket/q/file" {
                return .init(status: 403)
            }
            guard request.headers["x-amz-copy-source"] != nil else { return answer }
            switch kind {
            case "absent": shelf.content.withLock { $0.objects["q/file"] = nil }
            case "short": shelf.content.withLock { _ = $0.objects["q/file"]?.bytes.removeLast() }
            default: break
            }
            return answer
        }
        let run = ferry(store, "sync", "s3://bucket/p/", "s3://bucket/q/")
        let words = ["absent": "is not there", "short": "has another length"][kind]
        #expect(run.status == (words == nil ? 0 : 23), "\(run.errorText)")
        if let words { #expect(run.errorText.contains(words), "\(run.errorText)") }
    }

    /// Tags of what a store encrypts with keys of somebody's own are no digests, and change.
    @Test func anEncryptedCopyHasAnotherTag() {
        shelf.put("p/file", [1, 2, 3])
        shelf.content.withLock { $0.encryption = .hidesTags }
        let store = StubStore(shelf.answer)
        let run = ferry(store, "sync", "s3://bucket/p/", "s3://bucket/q/")
        #expect(run.status == 0 && shelf.bytes("q/file") == [1, 2, 3], "\(run.errorText)")
        shelf.content.withLock { $0.encryption = .none }
        let back = ferry(store, "sync", "s3://bucket/q/", "s3://bucket/r/")
        #expect(back.status == 0 && shelf.bytes("r/file") == [1, 2, 3], "\(back.errorText)")
    }

    private func content(_ seed: Int) -> [UInt8] {
        var random = SeededGenerator(seed: UInt64(seed))
        return (0..<(24 << 20)).map { $0 & 1023 < 8 ? UInt8.random(in: 0...255, using: &random) : UInt8(seed) }
    }

    /// Answers another tag to the end of each upload.
    private func store(answering tag: String) -> StubStore {
        let shelf = shelf
        return StubStore { request in
            var answer = shelf.answer(request)
            if request.method == "POST", request[query: "uploadId"] != nil {
                let result = "<ETag>\"\(tag)\"</ETag></CompleteMultipartUploadResult>"
                answer.body = Array("<CompleteMultipartUploadResult>\(result)".utf8)
            }
            return answer
        }
    }

    /// Whatever came by copies: what the store says of the whole says nothing of its parts.
    @Test(arguments: ["-77", ""]) func aTagOfOtherPartsConfirmsNothing(_ end: String) {
        var bytes = content(1)
        directory.write(bytes, "tree/large")
        let plain = ferry(StubStore(shelf.answer), "sync", "--stats", "tree/", "s3://bucket")
        #expect(plain.status == 0 && plain.outputText.contains("by store digest"), "\(plain.outputText)")
        bytes[12_000_000] ^= 1
        directory.write(bytes, "tree/large")
        let store = store(answering: String(repeating: "0", count: 32) + end)
        let run = ferry(store, "sync", "--stats", "tree/", "s3://bucket")
        #expect(run.status == 0 && shelf.bytes("large") == bytes, "\(run.errorText)")
        #expect(!run.outputText.contains("by store digest"), "\(run.outputText)")
        #expect(store.requests.contains { $0.headers["x-amz-copy-source-range"] != nil })
    }

    /// The object has replaced what ranges were copied from, which is no change of somebody else's.
    @Test func anUploadPutTogetherWronglyIsToldAsThat() throws {
        let bytes = content(2)
        shelf.put("file", bytes)
        let store = store(answering: String(repeating: "0", count: 32) + "-2")
        let endpoint = try store.endpoint()
        let entry = try #require(try endpoint.entry(at: path))
        let file = try endpoint.stage(StageRequest(path: path, size: Int64(bytes.count)))
        try file.copy(ByteRange(offset: 0, length: 12 << 20), of: entry, at: 0)
        try file.copy(ByteRange(offset: 12 << 20, length: 12 << 20), of: entry, at: 12 << 20)
        for _ in 1...2 {
            let length = Int64(bytes.count)
            #expect(code { _ = try file.commit(metadata: Metadata(), length: length) } == .corrupted)
        }
    }

    // MARK: Words

    @Test func aRefusedRemovalNamesAKeyAndTheRequest() {
        for key in ["a", "b"] { shelf.put("p/" + key, [1]) }
        let shelf = shelf
        let whole = StubStore { request in
            request[query: "delete"] == nil
                ? shelf.answer(request) : .init(status: 403, body: StubStore.error("AccessDenied"))
        }
        let refused = ferry(whole, "remove", "-r", "s3://bucket/p")
        #expect(refused.errorText.contains("cannot remove 'p/a' on s3://bucket: AccessDenied"), "\(refused.errorText)")
        #expect(refused.errorText.contains("2 objects by one request"), "\(refused.errorText)")
        let one = StubStore { request in
            if request[query: "delete"] == nil { return shelf.answer(request) }
            let error = "<Error><Key>p/b</Key><Code>AccessDenied</Code><Message>AccessDenied</Message></Error>"
            return .init(
                headers: ["x-amz-request-id: r-2"],
                body: "<DeleteResult><Deleted><Key>p/a</Key></Deleted>\(error)</DeleteResult>")
        }
        let told = ferry(one, "remove", "-r", "s3://bucket/p").errorText
        #expect(told.contains("'p/b' on s3://bucket: AccessDenied (request r-2); the credentials have"), "\(told)")
    }

    @Test func aClockThatIsWrongIsToldWithoutABody() {
        for (date, words) in [("Fri, 24 May 2013 00:00:00 GMT", "seconds ahead of the server's"), ("", "are wrong")] {
            let store = StubStore { _ in .init(status: 403, headers: date.isEmpty ? [] : ["Date: \(date)"]) }
            let run = ferry(store, "cat", "s3://bucket/file")
            #expect(run.status != 0 && run.errorText.contains(words), "\(run.errorText)")
        }
    }

    @Test func anEndpointThatSpeaksNoTLSIsToldHow() {
        shelf.put("file", [1])
        let store = StubStore(shelf.answer)
        // It answers whatever comes, as web servers do.
        let plain = LoopbackServer { $0.respond(400) }
        let place = "127.0.0.1:\(plain.port)"
        for words in [["list", "s3://bucket"], ["cat", "s3://bucket/file"]] {
            let run = Program.ferry.run(
                words + ["--endpoint-url=" + place], environment: store.environment)
            #expect(run.status != 0 && run.errorText.contains("plain HTTP is http://\(place)"), "\(run.errorText)")
        }
        let run = ferry(store, "cat", "--endpoint-url=HTTP://127.0.0.1:\(store.server.port)", "s3://bucket/file")
        #expect(run.status == 0 && run.output == [1], "\(run.errorText)")
    }
}
