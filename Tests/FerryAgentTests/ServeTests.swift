import FerryAgent
import FerryCore
import FerryEndpoints
import Glibc
import Harness
import LocalEndpoint
import Testing

/// The program as another ferry starts it.
struct ServeTests {
    /// Every path is taken from the root, as if there was nothing else.
    @Test func aRootIsAllThereIs() throws {
        let directory = TemporaryDirectory()
        mkdir("\(directory.path)/root", 0o755)
        mkdir("\(directory.path)/root/etc", 0o755)
        let session = AgentProgram.session("--root", "\(directory.path)/root")
        let endpoint = try AgentEndpoint(session, path: Array("/etc".utf8), location: "host:/etc")
        defer { endpoint.close() }
        #expect(try endpoint.entry(at: RelativePath(validating: "passwd")) == nil)
        try endpoint.createDirectory(at: RelativePath(validating: "new"), metadata: Metadata())
        #expect(access("\(directory.path)/root/etc/new", F_OK) == 0)
        let sibling = try endpoint.sibling(at: "/made")
        try sibling.createDirectory(at: .root, metadata: Metadata())
        #expect(access("\(directory.path)/root/made", F_OK) == 0)
    }

    @Test(arguments: ["..", "../secret", "a/../../secret", "/../secret"])
    func aRootHasNoWayUp(_ path: String) throws {
        let (directory, session) = prison()
        let error = #expect(throws: EndpointError.self) {
            let endpoint = try AgentEndpoint(session, path: Array(path.utf8), location: "host:")
            defer { endpoint.close() }
            _ = try endpoint.entry(at: .root)
        }
        #expect(error?.code == .permissionDenied)
        _ = directory
    }

    @Test func noSymlinkLeadsOutOfARoot() throws {
        let (directory, session) = prison()
        symlink("../secret", "\(directory.path)/root/link")
        symlink("../secret/file", "\(directory.path)/root/filelink")
        let behind = try AgentEndpoint(session, path: Array("link".utf8), location: "host:link")
        #expect(throws: EndpointError.self) { try behind.list(ListingRequest()).next() }
        let endpoint = try AgentEndpoint(session, path: [], location: "host:")
        for links in [ListingRequest.LinkPolicy.followAll, .followUnsafe, .followDirectories] {
            let error = #expect(throws: EndpointError.self) {
                try endpoint.list(ListingRequest(links: links)).next()
            }
            #expect(error?.code == .permissionDenied)
        }
        // An entry as a listing that follows symlinks would give it.
        let secret = LocalEndpoint(root: Array("\(directory.path)/secret".utf8))
        let real = try #require(try secret.entry(at: RelativePath(validating: "file")))
        for path in ["filelink", "link/file"] {
            let forged = Entry(
                path: try RelativePath(validating: path), kind: .file, size: real.size, version: real.version)
            #expect(throws: EndpointError.self) {
                try endpoint.read(forged, range: nil).digest(by: .sha256)
            }
        }
        endpoint.close()
        behind.close()
    }

    @Test func aReadOnlyRootIsRead() throws {
        let (directory, _) = prison()
        directory.write("root/file", "content")
        let session = AgentProgram.session("--root", "\(directory.path)/root", "--read-only")
        let endpoint = try AgentEndpoint(session, path: [], location: "host:")
        defer { endpoint.close() }
        let entry = try #require(try endpoint.entry(at: RelativePath(validating: "file")))
        #expect(try endpoint.read(entry, range: nil).digest(by: .md5) == Hasher.digest(Array("content".utf8), .md5))
        let error = #expect(throws: EndpointError.self) { try endpoint.remove(entry.path, kind: .file) }
        #expect(error?.code == .permissionDenied)
        #expect(access("\(directory.path)/root/file", F_OK) == 0)
    }

    @Test func mistakesAreToldAtOnce() {
        let missing = Program.ferry.run(["serve", "--stdio", "--root", "/proc/none"])
        #expect(missing.status == 3)
        #expect(missing.errorText == "ferry: '/proc/none' is not a directory\n")
        let plain = Program.ferry.run(["serve"])
        #expect(plain.status == 1)
        let noise = Program.ferry.run(["serve", "--stdio"], input: Array(repeating: 0x61, count: 100_000))
        #expect(noise.status == 12)
    }

    /// A root to serve, and something beside it that must not be reached.
    private func prison() -> (TemporaryDirectoryBox, AgentSession) {
        let directory = TemporaryDirectoryBox()
        mkdir("\(directory.path)/root", 0o755)
        mkdir("\(directory.path)/secret", 0o755)
        directory.write("secret/file", "secret")
        return (directory, AgentProgram.session("--root", "\(directory.path)/root"))
    }
}

/// A temporary directory that can be handed on.
final class TemporaryDirectoryBox {
    private let directory = TemporaryDirectory()

    var path: String { directory.path }

    func write(_ name: String, _ content: String) {
        let file = open("\(path)/\(name)", O_WRONLY | O_CREAT, 0o644)
        _ = Glibc.write(file, content, content.utf8.count)
        close(file)
    }
}
