import FerryCore
import FerryEndpoints
import Glibc
import Harness
import Testing

@testable import LocalEndpoint

/// Copies by the kernel, within a file system and between two.
@Suite struct SplicingTests {
    private static let length = 3 << 20 + 17

    /// Another file system than that of temporary directories.
    private func onAnotherFileSystem() throws -> (endpoint: LocalEndpoint, path: String) {
        var template = Array("/dev/shm/ferry-test-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let path = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
        return (LocalEndpoint(root: path), path)
    }

    private func content() -> String { String(repeating: "0123456789abcdef", count: Self.length / 16) }

    @Test func aFileOfTheSameFileSystemIsTakenWhole() throws {
        let scratch = Scratch()
        try scratch.write(content(), to: "source")
        try splice(from: scratch.endpoint, to: scratch)
        #expect(try scratch.read("copy") == content())
    }

    @Test func aFileOfAnotherFileSystemIsTakenWhole() throws {
        let scratch = Scratch()
        let (other, path) = try onAnotherFileSystem()
        defer { _ = Program("rm").run(["-rf", path]) }
        let staged = try other.stage(StageRequest(path: relative("source")))
        try staged.write(content())
        _ = try staged.commit(metadata: Metadata(), length: Int64(content().utf8.count))
        try splice(from: other, to: scratch)
        #expect(try scratch.read("copy") == content())
    }

    /// In two steps, from an offset on, and beyond the end.
    private func splice(from source: LocalEndpoint, to scratch: borrowing Scratch) throws {
        let entry = try source.entry(at: relative("source"))!
        let reader = try source.read(entry, range: nil)
        let staged = try scratch.endpoint.stage(StageRequest(path: relative("copy")))
        #expect(try staged.splice(from: reader, length: 1000, at: 0) == 1000)
        #expect(try staged.splice(from: reader, length: entry.size, at: 1000) == entry.size - 1000)
        try reader.verifyUnchanged()
        _ = try staged.commit(metadata: Metadata(), length: entry.size)
    }

    @Test func aFileStagedOnAnotherFileSystemIsCopiedOver() throws {
        let scratch = Scratch()
        let (other, path) = try onAnotherFileSystem()
        defer { _ = Program("rm").run(["-rf", path]) }
        let staged = try scratch.endpoint.stage(StageRequest(path: relative("file"), placement: .directory(other)))
        try staged.write("content")
        let modified = Timestamp(seconds: 5, nanoseconds: 6)
        let committed = try staged.commit(metadata: Metadata(modified: modified, permissions: 0o604), length: 7)
        #expect(try scratch.endpoint.entry(at: relative("file")) == committed.entry)
        #expect(try scratch.read("file") == "content")
        #expect(committed.entry.modified == modified && committed.entry.permissions == 0o604)
        #expect(try scratch.list() == ["file"])
        #expect(try other.list(ListingRequest()).next() == nil)
    }

    @Test func renamingToAnotherFileSystemIsUnsupported() throws {
        let scratch = Scratch()
        let (other, path) = try onAnotherFileSystem()
        defer { _ = Program("rm").run(["-rf", path]) }
        try scratch.write("x", to: "file")
        #expect(code { try scratch.endpoint.rename(relative("file"), to: relative("file"), on: other) } == .unsupported)
        #expect(try scratch.read("file") == "x")
    }
}
