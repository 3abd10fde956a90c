import FerryCore
import FerryEndpoints
import Glibc
import Testing

@testable import LocalEndpoint

@Suite struct LocalOptionsTests {
    @Test func directoryLinksAreFollowedOnlyWhenAsked() throws {
        var options = LocalOptions()
        options.followsDirectoryLinks = true
        let scratch = Scratch(options: options)
        try scratch.makeDirectory("real")
        symlink("real", scratch.root + "/link")
        try scratch.write("x", to: "link/file")
        #expect(try scratch.list() == ["link", "real/", "real/file"])
        let strict = LocalEndpoint(root: scratch.root)
        #expect(code { _ = try strict.stage(StageRequest(path: relative("link/other"))) } == .notFound)
    }

    @Test func spaceIsReservedWhenAsked() throws {
        var options = LocalOptions()
        options.reservesSpace = true
        let scratch = Scratch(options: options)
        let staged = try scratch.endpoint.stage(StageRequest(path: relative("file"), size: 1 << 20))
        try staged.write("x")
        _ = try staged.commit(metadata: Metadata(), length: 1)
        var status = stat()
        stat(scratch.root + "/file", &status)
        #expect(status.st_size == 1)
        #expect(Int(status.st_blocks) * 512 >= 1 << 20)
    }

    @Test func accessTimesAreKeptWhenAsked() throws {
        var options = LocalOptions()
        options.keepsAccessTimes = true
        let scratch = Scratch(options: options)
        try scratch.write("x", to: "file")
        let old = Metadata(modified: Timestamp(seconds: 20), accessed: Timestamp(seconds: 10))
        _ = try scratch.endpoint.apply(old, to: relative("file"), kind: .file)
        #expect(try scratch.read("file") == "x")
        #expect(try scratch.endpoint.entry(at: relative("file"))?.accessed == Timestamp(seconds: 10))
    }
}
