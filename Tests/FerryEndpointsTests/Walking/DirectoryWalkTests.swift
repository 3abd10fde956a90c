import EndpointConformance
import FerryCore
import FerryEndpoints
import Harness
import Testing

/// A walk over single directories must be what the endpoint's own recursive listing is.
struct DirectoryWalkTests {
    @Test(arguments: Conformance.clauses) func conforms(_ clause: Clause) throws {
        try clause.run { Subject(WalkedEndpoint(base: MemoryEndpoint())) }
    }

    @Test func listsRandomTreesAsTheEndpointDoes() throws {
        var random = SeededGenerator(seed: RandomTests.seed)
        for _ in 0..<RandomTests.iterations(default: 60) {
            let memory = MemoryEndpoint()
            try grow(.root, in: memory, depth: 0, &random)
            let connections = Int.random(in: 1...8, using: &random)
            let walked = WalkedEndpoint(base: memory, connections: connections)
            let selection: (any Selection)? = random.chance(50) ? WithoutNamesOfB() : nil
            let request = ListingRequest(selection: selection)
            #expect(
                try texts(walked.list(request)) == texts(memory.list(request)), "seed \(RandomTests.seed)")
        }
    }

    @Test func aDirectoryOfOtherFileSystemsIsNotToldFromOthersWithoutTheServersWord() throws {
        let memory = MemoryEndpoint()
        let walked = WalkedEndpoint(base: memory)
        let request = ListingRequest(oneFileSystem: true)
        #expect(throws: EndpointError.self) { try DirectoryWalk(request, of: walked, connections: 1) }
    }

    @Test func aNameThatIsListedTwiceIsALie() throws {
        let walk = try DirectoryWalk(ListingRequest(), of: Liar(), connections: 2)
        var items: [ListedItem] = []
        while let page = walk.next() { items += page }
        guard case .failure(let error, let path, subtree: true) = items.last else {
            Issue.record("no failure in \(items)")
            return
        }
        #expect(error.code == .protocolViolation)
        #expect("\(path)" == "d")
    }

    @Test func anAbandonedWalkEnds() throws {
        let memory = MemoryEndpoint()
        for index in 0..<50 {
            try memory.createDirectory(at: RelativePath(validating: "d\(index)"), metadata: Metadata())
        }
        let walk = try DirectoryWalk(ListingRequest(), of: WalkedEndpoint(base: memory), connections: 3)
        _ = walk.next()
        walk.cancel()
        #expect(walk.next() == nil)
    }

    /// Names that sort differently as files and as directories.
    private func grow(
        _ directory: RelativePath, in memory: MemoryEndpoint, depth: Int, _ random: inout SeededGenerator
    ) throws {
        for name in ["a", "a-", "a-b", "a0", "b", "b.", "c"] where random.chance(60) {
            let path = directory.appending(name: name.utf8)
            if depth < 4, random.chance(50) {
                try memory.createDirectory(at: path, metadata: Metadata())
                try grow(path, in: memory, depth: depth + 1, &random)
            } else {
                let file = try memory.stage(StageRequest(path: path))
                _ = try file.commit(metadata: Metadata(), length: 0)
            }
        }
    }

    private func texts(_ listing: any Listing) throws -> [String] {
        var texts: [String] = []
        while let page = try listing.next() { texts += page.map { "\($0)" } }
        return texts
    }
}

private struct WithoutNamesOfB: Selection {
    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool { path.name.first != UInt8(ascii: "b") }
    func entering(_ directory: RelativePath) -> any Selection { self }
}

/// Lists a name twice, in a directory that it lists properly.
private struct Liar: DirectorySource {
    var location: String { "liar" }

    func items(of directory: RelativePath, links: ListingRequest.LinkPolicy) -> [ListedItem] {
        if directory.isRoot {
            return [.entry(Entry(path: RelativePath(unchecked: Array("d".utf8)), kind: .directory))]
        }
        let twice = Entry(path: directory.appending(name: "x".utf8), kind: .file)
        return [.entry(twice), .entry(twice)]
    }

    func realPath(of directory: RelativePath) -> [UInt8] { directory.bytes }
}
