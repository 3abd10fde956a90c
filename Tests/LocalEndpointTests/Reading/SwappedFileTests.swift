import FerryCore
import FerryEndpoints
import Glibc
import Testing

@testable import LocalEndpoint

/// What was listed as a file is something else when it is read.
@Suite struct SwappedFileTests {
    @Test func aFIFOIsRefusedWithoutWaiting() throws {
        try refuses { mkfifo($0, 0o644) }
    }

    @Test func anotherFileIsRefused() throws {
        try refuses { close(open($0, O_CREAT | O_WRONLY, 0o644)) }
    }

    @Test func aSymlinkIsRefused() throws {
        try refuses { symlink("other", $0) }
    }

    @Test func aDirectoryIsRefused() throws {
        try refuses { mkdir($0, 0o755) }
    }

    private func refuses(_ replace: (String) -> CInt) throws {
        let scratch = Scratch()
        try scratch.write("", to: "file")
        try scratch.write("", to: "other")
        let entry = try scratch.endpoint.entry(at: relative("file"))!
        unlink(scratch.root + "/file")
        #expect(replace(scratch.root + "/file") == 0)
        #expect(code { _ = try scratch.endpoint.read(entry, range: nil) } == .changedDuringTransfer)
    }

    @Test func aChangeWhileReadingIsNoticed() throws {
        let scratch = Scratch()
        try scratch.write("old", to: "file")
        let entry = try scratch.endpoint.entry(at: relative("file"))!
        let reader = try scratch.endpoint.read(entry, range: nil)
        let file = open(scratch.root + "/file", O_WRONLY)
        pwrite(file, "new", 3, 0)
        close(file)
        _ = try reader.readAll()
        #expect(code { try reader.verifyUnchanged() } == .changedDuringTransfer)
    }

    @Test func aFurtherHardLinkIsNoChange() throws {
        let scratch = Scratch()
        try scratch.write("x", to: "file")
        let entry = try scratch.endpoint.entry(at: relative("file"))!
        try scratch.endpoint.createHardLink(at: relative("link"), to: relative("file"), on: nil)
        #expect(try scratch.endpoint.read(entry, range: nil).readAll() == [UInt8(ascii: "x")])
    }
}
