import FerryCore
import FerryEndpoints
import Glibc
import Testing

@testable import LocalEndpoint

@Suite struct StagedFileTests {
    @Test func isInvisibleUntilCommitted() throws {
        let scratch = Scratch()
        let staged = try scratch.endpoint.stage(StageRequest(path: relative("f")))
        try staged.write("hello")
        #expect(try scratch.list() == [])
        #expect(try scratch.endpoint.entry(at: relative("f")) == nil)
        let metadata = Metadata(
            modified: Timestamp(seconds: 1_000_000_000, nanoseconds: 123_456_789), permissions: 0o640)
        let committed = try staged.commit(metadata: metadata, length: 5)
        #expect(committed.entry == (try scratch.endpoint.entry(at: relative("f"))))
        #expect(committed.entry.modified == metadata.modified)
        #expect(committed.entry.permissions == 0o640)
        #expect(try scratch.read("f") == "hello")
    }

    @Test func replacesWhatWasThere() throws {
        let scratch = Scratch()
        try scratch.write("old", to: "f")
        try scratch.write("newer", to: "f")
        #expect(try scratch.read("f") == "newer")
        #expect(try scratch.list() == ["f"])
    }

    @Test func aDirectoryIsNotReplaced() throws {
        let scratch = Scratch()
        try scratch.makeDirectory("d")
        #expect(code { try scratch.write("x", to: "d") } == .alreadyExists)
        #expect(try scratch.list() == ["d/"])
    }
}
