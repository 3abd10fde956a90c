import FerryCore
import FerryEndpoints
import FerrySync
import Testing

/// `-H`: names of one file stay names of one file.
@Suite struct HardLinkTests {
    private let source = MemoryEndpoint()
    private let destination = MemoryEndpoint()

    init() throws {
        try source.write(["b": .directory(), "b/one": .file("linked"), "two": .file("alone")])
        try source.links!.createHardLink(at: "a", to: "b/one", on: nil)
        try source.links!.createHardLink(at: "c", to: "b/one", on: nil)
    }

    @Test func groupsAreKept() throws {
        var options = SyncOptions()
        options.metadata.hardLinks = true
        let run = sync(source, to: destination, options)
        #expect(run.status == .success)
        #expect(run.result.statistics.filesTransferred == 2)
        try expectOneFile(["a", "b/one", "c"])
        #expect(try destination.entry(at: "two")?.linkCount == 1)
        #expect(sync(source, to: destination, options).log.lines == [])
    }

    /// A name outside of the transfer counts towards the links, but must not be waited for.
    @Test func namesOutsideOfTheTransfer() throws {
        var options = SyncOptions()
        options.metadata.hardLinks = true
        let names: [RelativePath] = ["b", "c"]
        let run = sync(names.map { SyncSource(endpoint: source, path: $0) }, to: destination, options)
        #expect(run.status == .success)
        try expectOneFile(["b/one", "c"])
    }

    @Test func withoutTheOptionEachIsAFile() throws {
        #expect(sync(source, to: destination).result.statistics.filesTransferred == 4)
        #expect(try destination.entry(at: "a")?.linkCount == 1)
    }

    @Test func aNewNameIsLinked() throws {
        var options = SyncOptions()
        options.metadata.hardLinks = true
        sync(source, to: destination, options)
        try source.links!.createHardLink(at: "d", to: "c", on: nil)
        let run = sync(source, to: destination, options)
        #expect(run.result.statistics.filesTransferred == 0)
        try expectOneFile(["a", "b/one", "c", "d"])
    }

    private func expectOneFile(_ names: [RelativePath]) throws {
        let identities = try names.map { try destination.entry(at: $0)?.version?.identity }
        #expect(Set(identities).count == 1)
        for name in names {
            let entry = try #require(try destination.entry(at: name))
            #expect(try destination.content(of: entry) == Array("linked".utf8))
        }
    }
}
