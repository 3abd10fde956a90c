import FerryCore
import FerryEndpoints
import FerrySync
import Testing

@Suite struct SourceScanTests {
    @Test func severalSourcesAreOneStream() throws {
        let first: TreeModel = ["a": .directory(), "a/x": .file("1"), "b": .file("1"), "z": .file("1")]
        let second: TreeModel = [
            "a": .directory(), "a/x": .file("2"), "a/y": .file("2"), "a-b": .file("2"), "c": .file("2"),
        ]
        let items = try scan([try source(first), try source(second)])
        #expect(items == ["0 ", "1 a-b", "0 a", "0 a/x", "1 a/y", "0 b", "1 c", "0 z"])
    }

    /// Named entries, not in order, some twice.
    @Test func namedSources() throws {
        let tree = MemoryEndpoint()
        try tree.write([
            "a": .directory(), "a/x": .file("1"), "a-b": .file("1"), "b": .file("2"), "skipped": .file("3"),
        ])
        let names: [RelativePath] = ["b", "a", "a-b", "b"]
        #expect(try scan(names.map { SyncSource(endpoint: tree, path: $0) }) == ["2 a-b", "1 a", "1 a/x", "0 b"])
    }

    /// Where one source has a directory and another one a file of that name, the directory wins, as with rsync.
    @Test func directoriesWin() throws {
        let file: TreeModel = ["a": .file("f"), "a-b": .file("1")]
        let directory: TreeModel = ["a": .directory(), "a/x": .file("2")]
        #expect(try scan([try source(file), try source(directory)]) == ["0 ", "0 a-b", "1 a", "1 a/x"])
        #expect(try scan([try source(directory), try source(file)]) == ["0 ", "1 a-b", "0 a", "0 a/x"])
    }

    @Test func missingAndForbiddenSourcesAreFailuresOfTheirOwn() throws {
        let tree = MemoryEndpoint()
        try tree.write(["a": .file("1"), "closed": .directory(), "closed/x": .file("2")])
        try tree.forbid("closed")
        let names: [RelativePath] = ["missing", "closed", "a"]
        let items = try scan(names.map { SyncSource(endpoint: tree, path: $0) })
        #expect(items == ["2 a", "1 closed", "failure closed", "failure missing"])
    }

    @Test func aSingleFileMayGetANewName() throws {
        let tree = MemoryEndpoint()
        try tree.write(["a": .file("1")])
        #expect(try scan([SyncSource(endpoint: tree, path: "a", newName: "z")]) == ["0 z"])
    }

    @Test func relativeNamesBringTheirDirectories() throws {
        let tree = MemoryEndpoint()
        try tree.write(["a": .directory(), "a/b": .directory(), "a/b/c": .file("1"), "a/d": .file("2")])
        let sources = [SyncSource(endpoint: tree, path: "a/b/c", sendsImpliedDirectories: true)]
        #expect(try scan(sources) == ["0 a", "0 a/b", "0 a/b/c"])
    }

    @Test func emptySourcesAreNoticed() throws {
        let full = try source(["a": .file("1")])
        for (sources, isEmpty) in [([full], false), ([try source([:])], true), ([full, try source([:])], true)] {
            let scan = makeScan(sources)
            while try scan.next() != nil {}
            #expect(scan.hasEmptySource == isEmpty)
        }
    }

    private func source(_ tree: TreeModel) throws -> SyncSource {
        let endpoint = MemoryEndpoint()
        try endpoint.write(tree)
        return SyncSource(endpoint: endpoint, path: .root)
    }

    private func makeScan(_ sources: [SyncSource]) -> SourceScan {
        SourceScan(
            sources, options: SelectionOptions(), selections: Array(repeating: Everything(), count: sources.count))
    }

    /// Items as the source's number and the path.
    private func scan(_ sources: [SyncSource]) throws -> [String] {
        let scan = makeScan(sources)
        var items: [String] = []
        while let item = try scan.next() {
            switch item {
            case .item(let item): items.append("\(item.source) \(item.entry.path)")
            case .failure(_, let path, _): items.append("failure \(path)")
            case .omitted(let entry, _): items.append("omitted \(entry.path)")
            case .absent(let path): items.append("absent \(path)")
            }
        }
        return items
    }
}

private struct Everything: Selection {
    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool { true }
    func entering(_ directory: RelativePath) -> any Selection { self }
}
