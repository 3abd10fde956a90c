import FerryCore
import FerryEndpoints
import Glibc
import Harness
import Testing

@testable import LocalEndpoint

@Suite struct MetadataTests {
    @Test func changingTheOwnerKeepsSetUserIDBits() throws {
        guard geteuid() == 0 else { return }
        let scratch = Scratch()
        let staged = try scratch.endpoint.stage(StageRequest(path: relative("file")))
        let committed = try staged.commit(metadata: Metadata(permissions: 0o6755, user: 1, group: 2), length: 0)
        #expect(committed.notSet == [])
        #expect(committed.entry.permissions == 0o6755)
        #expect(committed.entry.owner == Owner(user: 1, group: 2))
        let again = Metadata(permissions: 0o6755, user: 3, group: 2)
        #expect(try scratch.endpoint.apply(again, to: relative("file"), kind: .file) == [])
        #expect(try scratch.endpoint.entry(at: relative("file"))?.permissions == 0o6755)
    }

    @Test func whatIsNotPermittedIsReportedAndTheRestIsSet() throws {
        let scratch = Scratch()
        chmod(scratch.directory.path, 0o777)
        chmod(scratch.root, 0o777)
        Unprivileged.begin()
        defer { Unprivileged.end() }
        let staged = try scratch.endpoint.stage(StageRequest(path: relative("file")))
        try staged.write("x")
        let modified = Timestamp(seconds: 1_000_000_000)
        let metadata = Metadata(modified: modified, permissions: 0o640, user: 1, group: 1)
        let committed = try staged.commit(metadata: metadata, length: 1)
        #expect(committed.notSet == [.user, .group])
        #expect(committed.entry.permissions == 0o640 && committed.entry.modified == modified)
    }

    @Test func withoutPermissionsTheUmaskDecides() throws {
        let scratch = Scratch()
        try scratch.write("x", to: "file")
        try scratch.makeDirectory("directory")
        #expect(try scratch.endpoint.entry(at: relative("file"))?.permissions == FileCreation.permissions)
        let expected = UInt16(0o777 & ~FileCreation.mask)
        #expect(try scratch.endpoint.entry(at: relative("directory"))?.permissions == expected)
    }

    @Test func aCheckpointedFileIsClosedToOthers() throws {
        let scratch = Scratch()
        let staged = try scratch.endpoint.stage(StageRequest(path: relative("file")))
        try staged.write("secret")
        try staged.keep(at: relative("partial"))
        #expect(try scratch.endpoint.entry(at: relative("partial"))?.permissions == 0o600)
    }

    @Test func aSymlinksOwnTimeIsSet() throws {
        let scratch = Scratch()
        try scratch.write("x", to: "file")
        let before = try scratch.endpoint.entry(at: relative("file"))
        let modified = Timestamp(seconds: 7, nanoseconds: 8)
        let metadata = Metadata(modified: modified, permissions: 0o777)
        let path = relative("link")
        #expect(try scratch.endpoint.createSymlink(at: path, target: Array("file".utf8), metadata: metadata) == [])
        #expect(try scratch.endpoint.entry(at: path)?.modified == modified)
        #expect(try scratch.endpoint.entry(at: relative("file"))?.modified == before?.modified)
    }
}
