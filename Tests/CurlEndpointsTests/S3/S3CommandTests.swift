import FerryCore
import Harness
import Synchronization
import Testing

@testable import CurlEndpoints

/// `ferry` on keys, rights and options that are out of the ordinary.
@Suite final class S3CommandTests {
    private let directory = TemporaryDirectory()

    private func environment(_ store: StubStore) -> [String: String] {
        store.environment.merging(["XDG_STATE_HOME": directory.path + "/state"]) { $1 }
    }

    private func ferry(_ store: StubStore, _ arguments: String...) -> Program.Outcome {
        Program.ferry.run(arguments, in: directory.path, environment: environment(store))
    }

    /// A name that is no path at the destination is in nobody's way.
    @Test(arguments: ["/abs", "a//b", "aa/../x", "z/./y"]) func whatCannotBeAPathDoesNotStopARun(_ key: String) {
        directory.write([1], "up/file")
        let shelf = ObjectShelf()
        shelf.put("d/\(key)", [2])
        let store = StubStore(shelf.answer)
        let outcome = ferry(store, "sync", "up/", "s3://bucket/d")
        #expect(outcome.status == 23 && outcome.errorText.contains("the key '\(key)'"), "\(outcome.errorText)")
        #expect(shelf.bytes("d/file") == [1] && shelf.keys.count == 2)
    }

    @Test(arguments: ["--delete", "--delete-before", "--delete-during", "--delete-after", "--delete-delay"])
    func aDirectoryThatIsEmptiedIsMarkedAtOnce(_ option: String) {
        for name in ["up/d/a", "up/e/sub/b", "up/gone/c", "up/full/d"] { directory.write([1], name) }
        let shelf = ObjectShelf()
        let store = StubStore(shelf.answer)
        func sync(_ more: String...) -> Program.Outcome {
            Program.ferry.run(
                ["sync", "-i", option] + more + ["up/", "s3://bucket/p"], in: directory.path,
                environment: environment(store))
        }
        #expect(sync().status == 0)
        _ = Program("rm").run(["-r", "up/d/a", "up/e/sub", "up/gone", "up/full/d"], in: directory.path)
        directory.write([1], "up/full/other")
        let forecast = sync("-n")
        #expect(forecast.status == 0 && shelf.keys.count == 4)
        let run = sync()
        let told = [forecast, run].map { Set($0.outputText.split(separator: "\n").filter { !$0.contains("in all") }) }
        #expect(told[0] == told[1])
        #expect(run.status == 0 && shelf.keys == ["p/d/", "p/e/", "p/full/other"], "\(run.errorText)\(shelf.keys)")
        let count = store.requests.count
        #expect(sync().outputText == "")
        #expect(store.requests.dropFirst(count).allSatisfy { $0.method == "GET" || $0.method == "HEAD" })
    }

    @Test func anEmptyDirectoryTakesThePlaceOfAnObject() {
        directory.write([1], "up/name")
        directory.write([1], "up/other")
        let shelf = ObjectShelf()
        let store = StubStore(shelf.answer)
        #expect(ferry(store, "sync", "up/", "s3://bucket/p").status == 0)
        _ = Program("sh").run(["-c", "rm up/name && mkdir up/name"], in: directory.path)
        #expect(ferry(store, "sync", "--delete", "up/", "s3://bucket/p").status == 0)
        #expect(shelf.keys == ["p/name/", "p/other"])
    }

    /// What another program has left behind need not be true.
    @Test(arguments: ["md5chksum: AAAAAAAAAAAAAAAAAAAAAA==", "sha256: \(String(repeating: "0", count: 64))", "tag"])
    func anObjectThatIsNotWhatItSaysCanBeHadAllTheSame(_ claim: String) {
        let bytes = [UInt8](repeating: 3, count: 20_000)
        let shelf = ObjectShelf()
        shelf.put("p/file", bytes)
        shelf.content.withLock { content in
            if claim == "tag" {
                content.objects["p/file"]?.tag = ObjectShelf.md5([1])
            } else {
                content.objects["p/file"]?.tag += "-1"
                content.objects["p/file"]?.headers = ["x-amz-meta-\(claim)"]
            }
        }
        let store = StubStore(shelf.answer)
        let says = claim == "tag" ? "its tag says" : "x-amz-meta-\(claim.prefix { $0 != ":" }) says"
        for words in [["sync", "s3://bucket/p/", "down"], ["cat", "s3://bucket/p/file"]] {
            let refused = Program.ferry.run(words, in: directory.path, environment: environment(store))
            #expect(refused.status != 0 && refused.errorText.contains(says), "\(refused.errorText)")
            #expect(refused.errorText.contains("--verify=none"))
        }
        #expect(Program("test").run(["-e", "down/file"], in: directory.path).status == 1)
        let taken = ferry(store, "sync", "--verify=none", "--stats", "s3://bucket/p/", "down")
        #expect(taken.status == 0 && directory.read("down/file") == bytes, "\(taken.errorText)")
        #expect(taken.outputText.contains("unconfirmed"), "\(taken.outputText)")
        #expect(ferry(store, "cat", "--verify=none", "s3://bucket/p/file").output == bytes)
    }

    @Test func anObjectWithTheNameOfADirectory() {
        let shelf = ObjectShelf()
        for key in ["d/k", "d/k/in", "d/k!"] { shelf.put(key, Array(key.utf8)) }
        let store = StubStore(shelf.answer)
        #expect(ferry(store, "cat", "s3://bucket/d/k").outputText == "d/k")
        directory.write([1], "t/k/in")
        let down = ferry(store, "sync", "--force", "--remove-source-files", "s3://bucket/d/", "t/")
        #expect(down.status == 23 && down.errorText.contains("'k/in' lies below 'k'"), "\(down.errorText)")
        #expect(shelf.keys.contains("d/k/in"))
        for key in ["d/k", "d/k!"] { shelf.put(key, [1]) }
        #expect(ferry(store, "remove", "-r", "s3://bucket/d/k").status == 0)
        #expect(shelf.keys == ["d/k!"])
    }

    @Test func whatAListingPassedByIsRemovedAllTheSame() {
        let shelf = ObjectShelf()
        for key in ["d/a", "d/b"] { shelf.put(key, [1]) }
        let deletes = Mutex(0)
        let store = StubStore { request in
            defer {
                if request[query: "delete"] != nil,
                    deletes.withLock({
                        $0 += 1; return $0
                    }) == 1
                {
                    shelf.put("d/late", [1])
                }
            }
            return shelf.answer(request)
        }
        let removed = ferry(store, "remove", "-r", "s3://bucket/d")
        #expect(removed.status == 0 && shelf.keys == [], "\(removed.errorText)")
    }

    /// As Amazon answers to those who may not list.
    @Test func whoMayOnlyWriteOrReadOneObjectCan() {
        let shelf = ObjectShelf()
        let writing = StubStore { $0.method == "HEAD" ? .init(status: 403) : shelf.answer($0) }
        let put = Program.ferry.run(
            ["put", "s3://bucket/new"], in: directory.path, environment: environment(writing), input: [1, 2])
        #expect(put.status == 0 && shelf.bytes("new") == [1, 2], "\(put.errorText)")
        let reading = StubStore { request in
            request[query: "list-type"] == nil
                ? shelf.answer(request) : .init(status: 403, body: StubStore.error("AccessDenied"))
        }
        let cat = ferry(reading, "cat", "s3://bucket/new")
        #expect(cat.status == 0 && cat.output == [1, 2], "\(cat.errorText)")
    }

    /// What comes on standard input is the object.
    @Test func aProgramForCredentialsReadsNoInput() {
        let (access, secret) = (StubStore.credentials.accessKey, StubStore.credentials.secretKey)
        let answer = #"{"Version":1,"AccessKeyId":"\#(access)","SecretAccessKey":"\#(secret)"}"#
        directory.write(Array("[profile p]\ncredential_process = cat >/dev/null; printf '\(answer)'\n".utf8), "config")
        let shelf = ObjectShelf()
        let store = StubStore(shelf.answer)
        let mine = environment(store).merging(
            ["AWS_CONFIG_FILE": directory.path + "/config", "AWS_SHARED_CREDENTIALS_FILE": "/proc/none"]) { $1 }
        let put = Program.ferry.run(
            ["put", "--profile", "p", "s3://bucket/new"], in: directory.path, environment: mine, input: [1, 2])
        #expect(put.status == 0 && shelf.bytes("new") == [1, 2], "\(put.errorText)")
    }

    @Test func aSignedURLHasNoOptionsOfObjects() {
        let store = StubStore(ObjectShelf().answer)
        let outcome = ferry(store, "put", "--presign=60", "--storage-class=COLD", "s3://bucket/new")
        #expect(outcome.status == 4 && outcome.errorText.contains("'--storage-class'"), "\(outcome.errorText)")
    }

    @Test func aMissingBucketIsNamed() {
        let store = StubStore { _ in .init(status: 404, body: StubStore.error("NoSuchBucket")) }
        let outcome = ferry(store, "sync", "s3://bucket/p/", "copy")
        #expect(outcome.status == 23 && outcome.errorText.contains("NoSuchBucket"), "\(outcome.errorText)")
    }
}
