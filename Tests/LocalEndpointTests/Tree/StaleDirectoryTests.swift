import FerryCore
import FerryEndpoints
import Glibc
import Testing

@testable import LocalEndpoint

/// Directories are kept open; others may remove or rename them meanwhile.
@Suite struct StaleDirectoryTests {
    @Test func aRemovedDirectoryIsOpenedAnew() throws {
        let scratch = Scratch()
        try scratch.makeDirectory("d")
        #expect(try scratch.endpoint.entry(at: relative("d/file")) == nil)
        rmdir(scratch.root + "/d")
        mkdir(scratch.root + "/d", 0o755)
        try scratch.write("x", to: "d/file")
        #expect(try scratch.list() == ["d/", "d/file"])
    }

    @Test func aReplacedDirectoryIsLookedUpAnew() throws {
        let scratch = Scratch()
        try scratch.makeDirectory("d")
        #expect(try scratch.endpoint.entry(at: relative("d/file")) == nil)
        rename(scratch.root + "/d", scratch.root + "/old")
        mkdir(scratch.root + "/d", 0o755)
        close(open(scratch.root + "/d/file", O_CREAT | O_WRONLY, 0o644))
        #expect(try scratch.endpoint.entry(at: relative("d/file")) != nil)
    }

    @Test func ourOwnRenamesAreNoticed() throws {
        let scratch = Scratch()
        try scratch.makeDirectory("d")
        try scratch.write("1", to: "d/file")
        try scratch.endpoint.rename(relative("d"), to: relative("e"), on: nil)
        try scratch.makeDirectory("d")
        try scratch.write("2", to: "d/other")
        #expect(try scratch.list() == ["d/", "d/other", "e/", "e/file"])
    }

    @Test func theCacheIsBounded() throws {
        let scratch = Scratch()
        let cache = DirectoryCache()
        let directory = try scratch.endpoint.tree.directory(.root)
        for index in 0..<1000 { cache.insert(directory, at: relative("\(index)")) }
        #expect((0..<1000).count { cache[relative("\($0)")] != nil } <= 128)
        #expect(cache[relative("999")] != nil)
    }

    @Test func theRootMayBeASymlink() throws {
        let scratch = Scratch()
        try scratch.write("x", to: "file")
        symlink(scratch.root, scratch.outside("link"))
        let endpoint = LocalEndpoint(root: scratch.outside("link"))
        #expect(try endpoint.entry(at: relative("file")) != nil)
    }

    @Test func theRootCanBeMadeAndRemoved() throws {
        let scratch = Scratch()
        let endpoint = LocalEndpoint(root: scratch.outside("new"))
        #expect(try endpoint.entry(at: .root) == nil)
        try endpoint.createDirectory(at: .root, metadata: Metadata(permissions: 0o750))
        #expect(try endpoint.entry(at: .root)?.permissions == 0o750)
        try endpoint.remove(.root, kind: .directory)
        #expect(try endpoint.entry(at: .root) == nil)
    }
}
