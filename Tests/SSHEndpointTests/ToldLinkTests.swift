import FerryEndpoints
import Testing

@testable import SSHEndpoint

@Suite struct ToldLinkTests {
    private func target(_ told: String, size: UInt64?) throws -> String {
        String(decoding: try ToldLink.target(Array(told.utf8), of: FileAttributes(size: size)), as: UTF8.self)
    }

    @Test func honestServersAreTakenAtTheirWord() throws {
        #expect(try target("a/b", size: 3) == "a/b")
        #expect(try target("/a/b", size: 4) == "/a/b")
        // Some file systems do not know the size, or another one.
        #expect(try target("/a/b", size: 0) == "/a/b")
        #expect(try target("/a/b", size: nil) == "/a/b")
        #expect(try target("a/b", size: 2) == "a/b")
        #expect(try target("/a/b", size: 9) == "/a/b")
    }

    @Test func whatWasPutBeforeATargetIsTakenOff() throws {
        #expect(try target("/srv/data/a/one", size: 5) == "a/one")
        #expect(try target("/x", size: 1) == "x")
    }

    @Test func anotherPathIsNoTarget() {
        #expect(throws: SFTPError.refused(.unsupported, "the server does not tell where the symlink points")) {
            try target("/srv/data/one", size: 5)
        }
    }
}
