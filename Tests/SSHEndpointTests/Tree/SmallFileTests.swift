import FerryCore
import FerryEndpoints
import Glibc
import Harness
import Testing

@testable import SSHEndpoint

/// Small files in groups: what each costs, and that nothing is taken for granted which is not so.
@Suite struct SmallFileTests {
    private let count = MessageCount()
    private let directory = Lasting()
    private let endpoint: SSHEndpoint

    init() throws {
        let count = count
        let host = SSHHost(options: SSHOptions()) { () throws(ConnectionFailure) in
            CountedStream(try ProcessStream(running: [SFTPServer.program]), count)
        }
        endpoint = try SSHEndpoint(Array(directory.path.utf8), on: host, location: "sftp://host\(directory.path)")
    }

    /// Sends a file of each of these names, all of them together. Returns what the last look at each told.
    private func send(_ names: [String], _ metadata: Metadata) throws -> [Entry] {
        var files: [any StagedFile] = []
        for name in names {
            let path = RelativePath(unchecked: Array(name.utf8))
            let file = try endpoint.stage(StageRequest(path: path, size: 7))
            try Array("content".utf8).withUnsafeBytes { try file.write($0, at: 0) }
            files.append(file)
        }
        for _ in 0..<endpoint.capabilities.commitSteps {
            for file in files { file.advance(toCommit: metadata, length: 7) }
        }
        return try files.map { try $0.commit(metadata: metadata, length: 7).entry }
    }

    /// Made, written, described, looked at, named; and closed when something else is sent.
    @Test func takesSixMessages() throws {
        defer { directory.remove() }
        let metadata = Metadata(
            modified: Timestamp(seconds: 1_000_000_000), permissions: 0o640, user: geteuid(), group: getegid())
        _ = try send(["first"], metadata)
        _ = count.take()
        let entries = try send((0..<20).map { "file-\($0)" }, metadata)
        let closing: UInt8 = 4
        #expect(count.take().filter { $0 != closing }.count == 20 * 5)
        #expect(entries.allSatisfy { $0.modified == metadata.modified && $0.permissions == 0o640 })
    }

    /// New files there belong to the directory's group, unlike those before.
    @Test(.enabled(if: geteuid() == 0)) func looksWhoseTheFileIsInTheEnd() throws {
        defer { directory.remove() }
        let shared = "\(directory.path)/shared"
        mkdir(shared, 0o755)
        chown(shared, 0, 4321)
        chmod(shared, 0o2775)
        let metadata = Metadata(permissions: 0o640, user: 0, group: 0)
        let entries = try send(["first"], metadata) + send(["shared/file", "other"], metadata)
        #expect(entries.map(\.owner) == Array(repeating: Owner(user: 0, group: 0), count: 3))
        for name in ["first", "shared/file", "other"] {
            var status = stat()
            #expect(stat("\(directory.path)/\(name)", &status) == 0 && status.st_gid == 0)
        }
    }

    /// A server that takes no more than four bytes of a file: what went ahead is no more than what is there.
    @Test func aFileThatIsNotWholeDoesNotGetItsName() throws {
        defer { directory.remove() }
        let host = SSHHost(options: SSHOptions()) { () throws(ConnectionFailure) in
            try ProcessStream(
                running: ["sh", "-c", "trap '' XFSZ; exec prlimit --fsize=4 \(SFTPServer.program)"])
        }
        let endpoint = try SSHEndpoint(Array(directory.path.utf8), on: host, location: "sftp://host\(directory.path)")
        let contents = ["a": "new", "b": "new content", "c": "new"]
        var files: [(name: String, file: any StagedFile)] = []
        for name in contents.keys.sorted() {
            let made = Program("sh").run(["-c", "printf old > \(name)"], in: directory.path)
            #expect(made.status == 0)
            let content = Array(contents[name]!.utf8)
            let path = RelativePath(unchecked: Array(name.utf8))
            let file = try endpoint.stage(StageRequest(path: path, size: Int64(content.count)))
            try content.withUnsafeBytes { try file.write($0, at: 0) }
            files.append((name, file))
        }
        for _ in 0..<endpoint.capabilities.commitSteps {
            for (name, file) in files {
                file.advance(toCommit: Metadata(), length: Int64(contents[name]!.utf8.count))
            }
        }
        var failed: [String] = []
        for (name, file) in files {
            do throws(EndpointError) {
                _ = try file.commit(metadata: Metadata(), length: Int64(contents[name]!.utf8.count))
            } catch {
                failed.append(name)
                file.discard()
            }
        }
        #expect(failed == ["b"])
        let there = Program("sh").run(["-c", "for f in $(ls -A); do echo $f $(cat $f); done"], in: directory.path)
        #expect(there.outputText == "a new\nb old\nc new\n")
    }
}
