import FerryCore
import FerryEndpoints
import Glibc
import Harness
import Testing

@testable import LocalEndpoint

/// On a file system of its own, which only root can mount.
@Suite struct FullDiskTests {
    @Test func aFullDiskIsNoSpaceAndLeavesTheOldFile() throws {
        guard geteuid() == 0 else { return }
        let scratch = Scratch()
        let mounted = Program("mount").run(["-t", "tmpfs", "-o", "size=256k", "tmpfs", scratch.root])
        try #require(mounted.status == 0)
        // Also while the endpoint holds its root open.
        defer { umount2(scratch.root, Int32(MNT_DETACH)) }
        let endpoint = LocalEndpoint(root: scratch.root)
        try scratch.write("old", to: "file")
        let staged = try endpoint.stage(StageRequest(path: relative("file")))
        #expect(code { try staged.write(String(repeating: "x", count: 1 << 20)) } == .noSpace)
        staged.discard()
        #expect(try scratch.read("file") == "old")
        // The space is free again.
        try scratch.write(String(repeating: "x", count: 100_000), to: "file")
    }

    @Test func aReadOnlyFileSystemIsPermissionDenied() throws {
        guard geteuid() == 0 else { return }
        let scratch = Scratch()
        let mounted = Program("mount").run(["-t", "tmpfs", "-o", "ro", "tmpfs", scratch.root])
        try #require(mounted.status == 0)
        // Also while the endpoint holds its root open.
        defer { umount2(scratch.root, Int32(MNT_DETACH)) }
        let endpoint = LocalEndpoint(root: scratch.root)
        do {
            _ = try endpoint.stage(StageRequest(path: relative("file")))
            Issue.record("staged on a read-only file system")
        } catch {
            #expect(error.code == .permissionDenied && error.reason == "read-only file system")
        }
    }
}
