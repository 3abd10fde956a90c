import FerryCore
import FerryEndpoints
import Glibc
import Harness
import Testing

@testable import FerryAgent

/// Neither side trusts the other.
struct HostilePeersTests {
    // MARK: Hostile clients

    @Test func aReadOnlyAgentChangesNothing() throws {
        let memory = MemoryEndpoint()
        let session = AgentInProcess.session(isReadOnly: true) { _, _ in memory }
        let endpoint = try AgentEndpoint(session, path: [], location: "host:")
        defer { endpoint.close() }
        let path = RelativePath(unchecked: [0x61])
        let refused: [() throws -> Void] = [
            { try endpoint.createDirectory(at: path, metadata: Metadata()) },
            { try endpoint.remove(path, kind: .file) },
            { _ = try endpoint.apply(Metadata(permissions: 0), to: path, kind: .file) },
            { _ = try endpoint.links?.createSymlink(at: path, target: [0x62], metadata: Metadata()) },
            { _ = try endpoint.stage(StageRequest(path: path, size: 0)).commit(metadata: Metadata(), length: 0) },
        ]
        for call in refused {
            let error = #expect(throws: EndpointError.self) { try call() }
            #expect(error?.code == .permissionDenied)
        }
        #expect(try endpoint.entry(at: path) == nil)
    }

    @Test(
        arguments: [
            [0, 0, 0, 1, 1], [0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0], [0, 0, 0, 5, 99, 0, 0, 0, 0],
            [0, 0, 0, 6, 1, 0, 0, 0, 0, 200], [0, 0, 0, 5, 5, 0, 0, 0, 0], [0, 0, 0, 7, 2, 0, 0, 0, 1, 0xff, 0x80],
        ] as [[UInt8]])
    func whatIsNoMessageEndsTheService(_ bytes: [UInt8]) throws {
        let (client, server) = SocketStream.pair()
        let ended = Channel<ConnectionFailure?>(capacity: 1)
        let thread = WorkerThread {
            let agent = AgentServer(server, isReadOnly: false, patience: 10) { _, _ in MemoryEndpoint() }
            do throws(ConnectionFailure) {
                try agent.run()
                ended.send(nil)
            } catch {
                ended.send(error)
            }
        }
        try (Greeting.bytes + bytes).withUnsafeBytes { try client.write($0, patience: nil) }
        client.close()
        thread.join()
        let failure = try #require(ended.receive())
        #expect(failure?.code == .protocolViolation)
    }

    @Test(arguments: [
        // Before compression began; damaged; of no bytes; a block within a block; half a message; compression twice.
        Block.tooEarly, .damaged, .empty, .nested, .halfAMessage, .twice,
    ])
    func whatIsNoBlockEndsTheService(_ block: Block) throws {
        try whatIsNoMessageEndsTheService(block.bytes)
    }

    // MARK: Hostile agents

    /// It has no call for compression, so it is not asked for it.
    @Test func anOlderAgentIsGoodEnough() throws {
        let session = AgentSession(
            location: "host", patience: 10, greeting: 10, compression: StreamCompression(.zstd)
        ) { () throws(ConnectionFailure) in
            let (here, there) = SocketStream.pair()
            _ = WorkerThread {
                try? (Greeting.magic + [1]).withUnsafeBytes { try there.write($0, patience: nil) }
                there.drain()
            }
            return here
        }
        try session.retain()
        #expect(try !session.isCompressed())
        session.release()
    }

    @Test func somethingElseThanAnAgentIsSaidToBe() {
        let noise = Array("This account is currently not available.\n".utf8)
        let error = dial(noise)
        #expect(error?.code == .unreachable)
    }

    @Test func wordsBeforeTheGreetingAreSkipped() throws {
        let memory = MemoryEndpoint()
        let session = AgentSession(location: "host", patience: 10, greeting: 10) { () throws(ConnectionFailure) in
            let (here, there) = SocketStream.pair()
            try Array("Welcome!\n\0fer\n".utf8).withUnsafeBytesTyped { (bytes) throws(ConnectionFailure) in
                try there.write(bytes, patience: nil)
            }
            AgentInProcess.serve(there) { _, _ in memory }
            return here
        }
        let endpoint = try AgentEndpoint(session, path: [], location: "host:")
        #expect(try endpoint.entry(at: .root) != nil)
        endpoint.close()
    }

    @Test(
        arguments: [
            [0xff, 0xff, 0xff, 0xff, 5], [0, 0, 0, 5, 1, 0, 0, 0, 1], [0, 0, 0, 6, 6, 0, 0, 0, 1, 99],
        ] as [[UInt8]])
    func whatIsNoAnswerIsAViolation(_ bytes: [UInt8]) {
        #expect(dial(Greeting.bytes + bytes)?.code == .protocolViolation)
    }

    @Test func anAgentThatListsWhatWasNotAskedForIsCaught() throws {
        let session = AgentInProcess.session { _, _ in Liar(base: MemoryEndpoint()) }
        let endpoint = try AgentEndpoint(session, path: [], location: "host:")
        defer { endpoint.close() }
        let directory = RelativePath(unchecked: [0x61])
        let error = #expect(throws: EndpointError.self) {
            let listing = try endpoint.list(ListingRequest(directory: directory))
            while try listing.next() != nil {}
        }
        #expect(error?.code == .protocolViolation)
    }

    /// What opening a tree fails with, at an agent that says this and no more once it was asked.
    private func dial(_ bytes: [UInt8]) -> EndpointError? {
        let session = AgentSession(location: "host", patience: 10, greeting: 10) { () throws(ConnectionFailure) in
            let (here, there) = SocketStream.pair()
            _ = WorkerThread {
                // The greeting, and then what answers the call.
                let greeting = bytes.prefix(Greeting.bytes.count)
                try? Array(greeting).withUnsafeBytes { try there.write($0, patience: nil) }
                if greeting.elementsEqual(Greeting.bytes) { there.take(Greeting.bytes.count + Frame.headerLength) }
                try? Array(bytes.dropFirst(greeting.count)).withUnsafeBytes { try there.write($0, patience: nil) }
                there.endWriting()
                there.drain()
            }
            return here
        }
        do {
            _ = try AgentEndpoint(session, path: [], location: "host:")
            return nil
        } catch {
            return error
        }
    }
}

/// Lists something that lies elsewhere.
private struct Liar: EndpointDecorator {
    let base: any Endpoint

    func around<Result>(
        _: EndpointCall, _: RelativePath?, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        try body()
    }

    func decorating(_ sibling: any Endpoint) -> any Endpoint { Liar(base: sibling) }

    func list(_ request: ListingRequest) -> any Listing { Lie() }

    private final class Lie: Listing {
        private var isTold = false

        func next() -> [ListedItem]? {
            defer { isTold = true }
            return isTold ? nil : [.entry(Entry(path: RelativePath(unchecked: Array("b/c".utf8)), kind: .file))]
        }

        func cancel() {}
    }
}
