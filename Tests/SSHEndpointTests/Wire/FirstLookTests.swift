import FerryCore
import FerryEndpoints
import Glibc
import Harness
import Testing

@testable import SSHEndpoint

/// Questions that go out as a connection begins, and what their answers are good for.
@Suite struct FirstLookTests {
    private let count = MessageCount()
    private let directory = Lasting()
    private let host: SSHHost
    private let path: [UInt8]
    private let name = RelativePath(unchecked: Array("name".utf8))

    init() {
        let count = count
        host = SSHHost(options: SSHOptions()) { () throws(ConnectionFailure) in
            CountedStream(try ProcessStream(running: [SFTPServer.program]), count)
        }
        path = Array(directory.path.utf8)
        host.expect([FirstLook(path), FirstLook(path, name)])
    }

    private func endpoint() throws -> SSHEndpoint {
        try SSHEndpoint(path, on: host, location: "sftp://host\(directory.path)")
    }

    @Test func theyAreAskedOnce() throws {
        defer { directory.remove() }
        let endpoint = try endpoint()
        // INIT, limits, STAT of where sessions begin, and both questions.
        #expect(count.take() == [1, 200, 17, 17, 7])
        #expect(try endpoint.entry(at: .root)?.isDirectory == true)
        #expect(try endpoint.entry(at: name) == nil)
        #expect(count.take() == [])
        // Asked again, they are asked again.
        mkdir("\(directory.path)/name", 0o755)
        #expect(try endpoint.entry(at: name)?.isDirectory == true)
        #expect(count.take() == [7])
    }

    @Test func afterAChangeTheyAreWorthNothing() throws {
        defer { directory.remove() }
        mkdir("\(directory.path)/name", 0o755)
        let endpoint = try endpoint()
        try endpoint.remove(name, kind: .directory)
        #expect(try endpoint.entry(at: name) == nil)
    }

    /// Whoever asks for the link itself does not get what it leads to.
    @Test func linksAreNotFollowedForWhoDoesNotFollow() throws {
        defer { directory.remove() }
        symlink("/", "\(directory.path)/name")
        #expect(try endpoint().entry(at: name)?.kind == .symlink)
        #expect(try endpoint().entry(at: name)?.kind == .symlink)
    }

    /// The server resolves it, and is asked how.
    @Test func theHomeDirectoryIsNotAskedFor() throws {
        defer { directory.remove() }
        host.expect([FirstLook(Array("~/x".utf8), name)])
        try host.connect()
        #expect(count.take() == [1, 200, 17])
    }
}
