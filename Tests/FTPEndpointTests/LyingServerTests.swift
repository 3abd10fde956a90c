import FerryCore
import FerryEndpoints
import Servers
import Synchronization
import Testing

@testable import FTPEndpoint

/// Servers that lie get a clear error, and nothing is lost.
@Suite struct LyingServerTests {
    /// They are needed as long as anybody asks them.
    private static let servers = Mutex<[StubFTPServer]>([])

    private func endpoint(_ server: StubFTPServer, stallTimeout: Int = 10) throws -> FTPEndpoint {
        Self.servers.withLock { $0.append(server) }
        return FTPEndpoint([], on: try Logins.connect(server.port) { $0.stallTimeout = stallTimeout })
    }

    /// As servers of other protocols do, which wait to be spoken to.
    @Test func aServerThatDoesNotGreetIsGivenUpSoon() throws {
        let server = SilentServer()
        let start = ContinuousClock.now
        #expect(throws: EndpointError.self) { try Logins.connect(server.port) { $0.connectTimeout = 1 } }
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test(arguments: ["dots", "slash", "none", "twice", "nonsense", "cut-list", "lines"])
    func listingsThatCannotBeEndWithAnError(_ lie: String) throws {
        let endpoint = try endpoint(StubFTPServer(lie))
        #expect(code { _ = try endpoint.names() } == .protocolViolation)
    }

    /// On each connection, those that come later too.
    @Test func aServerIsAskedForTheNamesThatItSaysItKnows() throws {
        let server = StubFTPServer("code-page", "together=2")
        let endpoint = try endpoint(server)
        let names = (0..<6).map { "größe \($0)" }
        let threads = names.map { name in WorkerThread { _ = try? endpoint.put(name, Array(name.utf8)) } }
        for thread in threads { thread.join() }
        let logins = server.commands.filter { $0.hasPrefix("PASS ") }.count
        #expect(logins > 1)
        #expect(server.commands.filter { $0 == "OPTS UTF8 ON" }.count == logins)
        #expect(!server.commands.contains { $0.contains("Ã") })
        #expect(server.commands.contains { $0.hasPrefix("RNTO ") && $0.hasSuffix("größe 5") })
    }

    @Test(arguments: ["short", "long"]) func contentOfAnotherLengthIsAnError(_ lie: String) throws {
        let server = StubFTPServer(lie)
        let endpoint = try endpoint(server)
        #expect(code { _ = try endpoint.content("one") } != nil)
        #expect(code { _ = try endpoint.content("sub/two") } != nil)
    }

    @Test func aFileThatIsNotWholeDoesNotReplaceTheOldOne() throws {
        let endpoint = try endpoint(StubFTPServer("size"))
        #expect(code { _ = try endpoint.put("one", [1, 2, 3]) } == .corrupted)
        #expect(try endpoint.content("one") == Array("one".utf8))
        #expect(try endpoint.names() == ["one", "sub", "sub/two"])
    }

    @Test func contentThatTheServerHasOtherwiseDoesNotReplaceTheOldOne() throws {
        let endpoint = try endpoint(StubFTPServer("flipped"))
        #expect(code { _ = try endpoint.put("one", [UInt8](repeating: 7, count: 1000)) } == .corrupted)
        #expect(try endpoint.content("one") == Array("one".utf8))
    }

    /// A source may be removed for it.
    @Test func aNameThatTheServerOnlySaysItGaveIsNoName() throws {
        let endpoint = try endpoint(StubFTPServer("unmoved"))
        #expect(code { _ = try endpoint.put("one", [1, 2, 3, 4]) } == .protocolViolation)
        #expect(code { _ = try endpoint.put("new", [1, 2, 3, 4]) } == .protocolViolation)
        #expect(try endpoint.content("one") == Array("one".utf8))
        #expect(try endpoint.names() == ["one", "sub", "sub/two"])
    }

    /// That is no lie: of several writers the last one wins.
    @Test func aNameThatSomebodyElseTookRightAfterIsTheirs() throws {
        let endpoint = try endpoint(StubFTPServer("overtaken"))
        _ = try endpoint.put("new", [1, 2, 3, 4])
        #expect(try endpoint.content("new") == [254, 253, 252, 251])
        // What time a file was given tells nothing of when it was written.
        let given = Metadata(modified: Timestamp(seconds: 1_000_000_000))
        #expect(code { _ = try endpoint.put("other", [1, 2, 3, 4], metadata: given) } == .protocolViolation)
    }

    /// Of the same size even, and its old name is gone.
    @Test(arguments: [nil, Timestamp(seconds: 1_600_000_000)])
    func anOldFileThatKeptItsNameIsNoSuccess(_ time: Timestamp?) throws {
        let endpoint = try endpoint(StubFTPServer("loses-new"))
        for content in [[1, 2, 3], [1, 2, 3, 4]] as [[UInt8]] {
            let metadata = Metadata(modified: time)
            #expect(code { _ = try endpoint.put("one", content, metadata: metadata) } == .protocolViolation)
        }
        #expect(try endpoint.content("one") == Array("one".utf8))
    }

    /// The old file goes out of the way first, and that is said.
    @Test func aNameThatIsTakenIsFreedWhereTheServerWantsThat() throws {
        let endpoint = try endpoint(StubFTPServer("keeps-names"))
        #expect(endpoint.capabilities.replacesAtomically)
        for content in [[1, 2, 3], [4, 5, 6, 7]] as [[UInt8]] {
            _ = try endpoint.put("one", content)
            #expect(try endpoint.content("one") == content && !endpoint.capabilities.replacesAtomically)
        }
        _ = try endpoint.put("new", [8])
        #expect(try endpoint.names() == ["new", "one", "sub", "sub/two"])
    }

    /// What cannot be replaced after all is as it was.
    @Test func anOldFileComesBackWhoseNameTheNewOneDoesNotGet() throws {
        let endpoint = try endpoint(StubFTPServer("keeps-old"))
        #expect(code { _ = try endpoint.put("one", [1, 2, 3]) } == .permissionDenied)
        #expect(try endpoint.content("one") == Array("one".utf8))
        #expect(try endpoint.names() == ["one", "sub", "sub/two"])
    }

    /// A server that tells wrong digests of everything is not believed, neither when files are sent nor when they are
    /// compared.
    @Test func digestsAreTriedBeforeTheyAreBelieved() throws {
        let endpoint = try endpoint(StubFTPServer("wrong-hash"))
        #expect(try endpoint.put("new", [1, 2, 3]).isConfirmed == false)
        let entry = try #require(try endpoint.entry(at: RelativePath(validating: "new")))
        #expect(try endpoint.digests?.digest(of: entry, range: nil, by: .sha256) == nil)
        let honest = try self.endpoint(StubFTPServer())
        #expect(try honest.put("new", [1, 2, 3]).isConfirmed)
    }

    @Test func whatIsSentFromAnOffsetIsTriedBeforeItIsBelieved() throws {
        let server = StubFTPServer("truncating")
        let endpoint = try endpoint(server)
        for _ in 0..<2 {
            let file = try endpoint.stage(StageRequest(path: RelativePath(validating: "new"), size: 6))
            try Array("abc".utf8).withUnsafeBytes { try file.write($0, at: 0) }
            #expect(code { _ = try file.checkpoint() } == .unsupported)
            try Array("def".utf8).withUnsafeBytes { try file.write($0, at: 3) }
            _ = try file.commit(metadata: Metadata(), length: 6)
            #expect(try endpoint.content("new") == Array("abcdef".utf8))
        }
        // Once is enough.
        #expect(server.commands.filter { $0.hasPrefix("REST") }.count == 1)
    }

    @Test func aServerThatLosesCommandsIsAskedOneByOne() throws {
        let endpoint = try endpoint(StubFTPServer("one-at-a-time"), stallTimeout: 1)
        _ = try endpoint.put("new", [1, 2, 3])
        #expect(try endpoint.names() == ["new", "one", "sub", "sub/two"])
    }

    /// A file that is complete keeps no connection: a thread that stages several would wait for itself.
    @Test(.timeLimit(.minutes(15))) func filesThatAreStagedTogetherNeedOneConnection() throws {
        let server = StubFTPServer()
        let endpoint = FTPEndpoint([], on: try Logins.connect(server.port) { $0.connections = 1 })
        let content = [UInt8](repeating: 7, count: 1_500_000)
        let staged = try ["new-1", "new-2"].map { name in
            let request = StageRequest(path: RelativePath(unchecked: Array(name.utf8)), size: Int64(content.count))
            let file = try endpoint.stage(request)
            try content.withUnsafeBytes { try file.write($0, at: 0) }
            return file
        }
        for file in staged { _ = try file.commit(metadata: Metadata(), length: Int64(content.count)) }
        #expect(try endpoint.content("new-1") == content && endpoint.content("new-2") == content)
        #expect(server.mostLogins == 1)
    }

    /// As servers do that are tired of waiting.
    @Test func aConnectionForTheNextFileThatTheServerEndedIsNotUsed() throws {
        let server = StubFTPServer("drops-offers")
        let endpoint = try endpoint(server)
        for name in ["new-1", "new-2"] {
            _ = try endpoint.put(name, [1, 2, 3])
            #expect(try endpoint.content(name) == [1, 2, 3])
        }
    }

    /// Before they log in (421, or no word), and as they do (530). Both that are granted are needed at a time.
    @Test(arguments: ["crowded", "crowded-mute", "crowded-login"]) func whereConnectionsAreRefusedThereAreFewer(
        _ lie: String
    ) throws {
        let server = StubFTPServer(lie, "together=2")
        let endpoint = try endpoint(server)
        let failures = Mutex<[String]>([])
        let threads = (0..<6).map { thread in
            WorkerThread {
                do { _ = try endpoint.put("new-\(thread)", [1]) } catch { failures.withLock { $0.append("\(error)") } }
            }
        }
        for thread in threads { thread.join() }
        #expect(failures.withLock { $0 } == [])
        #expect(server.mostLogins == 2)
        #expect(try endpoint.names().count == 9)
    }

    /// A command that is claimed and not known.
    @Test func whereFactsAreRefusedLinesAreListed() throws {
        let server = StubFTPServer("no-mlsd")
        let endpoint = try endpoint(server)
        for _ in 0..<2 { #expect(try endpoint.names() == ["one", "sub", "sub/two"]) }
        // Once is enough.
        #expect(server.commands.filter { $0.hasPrefix("MLSD") }.count == 1)
        let entry = try endpoint.entry(at: RelativePath(validating: "one"))
        #expect(entry?.size == 3 && entry?.modified == Timestamp(seconds: 1_614_834_367))
    }
}
