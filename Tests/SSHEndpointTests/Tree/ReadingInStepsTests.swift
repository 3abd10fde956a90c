import FerryCore
import FerryEndpoints
import Glibc
import Testing

@testable import SSHEndpoint

/// Files that are asked for together before the first is read.
@Suite struct ReadingInStepsTests {
    private let count = MessageCount()
    private let directory = Lasting()
    private let endpoint: SSHEndpoint

    private static let opening: UInt8 = 3
    private static let closing: UInt8 = 4
    private static let reading: UInt8 = 5

    init() throws {
        let count = count
        let host = SSHHost(options: SSHOptions()) { () throws(ConnectionFailure) in
            CountedStream(try ProcessStream(running: [SFTPServer.program]), count)
        }
        endpoint = try SSHEndpoint(Array(directory.path.utf8), on: host, location: "sftp://host\(directory.path)")
        #expect(endpoint.capabilities.readsAhead && endpoint.capabilities.readInSteps != nil)
    }

    /// Makes files and returns what a listing tells of them.
    private func listed(_ names: [String]) throws -> [Entry] {
        for name in names {
            let file = open("\(directory.path)/\(name)", O_CREAT | O_WRONLY, 0o644)
            _ = name.withCString { write(file, $0, strlen($0)) }
            close(file)
        }
        return try names.map { try #require(try endpoint.entry(at: RelativePath(unchecked: Array($0.utf8)))) }
    }

    private func content(of reader: any ByteReader) throws -> String {
        var bytes = [UInt8](repeating: 0, count: 100)
        let length = try bytes.withUnsafeMutableBytes { try reader.read(into: $0) }
        try reader.verifyUnchanged()
        return String(decoding: bytes.prefix(length), as: UTF8.self)
    }

    @Test func allIsAskedForBeforeTheFirstIsRead() throws {
        defer { directory.remove() }
        let names = ["a", "bb", "ccc"]
        let entries = try listed(names)
        let readers = try entries.map { try endpoint.read($0, range: nil) }
        _ = count.take()
        for reader in readers { reader.advance() }
        #expect(try content(of: readers[0]) == names[0])
        let types = count.take()
        #expect(types.filter { $0 == Self.opening }.count == 3 && types.filter { $0 == Self.reading }.count == 3)
        // Of the first one, the content was asked for after all of them were opened.
        let lastOpening = try #require(types.lastIndex(of: Self.opening))
        #expect(try #require(types.firstIndex(of: Self.reading)) > lastOpening)
        for (reader, name) in zip(readers, names).dropFirst() { #expect(try content(of: reader) == name) }
        #expect(!count.take().contains(Self.reading))
    }

    @Test func whatFailsReadingTells() throws {
        defer { directory.remove() }
        let entries = try listed(["gone", "changed"])
        unlink("\(directory.path)/gone")
        truncate("\(directory.path)/changed", 3)
        let readers = try entries.map { try endpoint.read($0, range: nil) }
        for reader in readers { reader.advance() }
        for (reader, code) in zip(readers, [EndpointError.Code.notFound, .changedDuringTransfer]) {
            for _ in 0..<2 {
                let error = #expect(throws: EndpointError.self) { try content(of: reader) }
                #expect(error?.code == code)
            }
        }
    }

    /// A server keeps few files open.
    @Test func whatNobodyReadsIsClosed() throws {
        defer { directory.remove() }
        let entries = try listed(["a", "b"])
        var readers = try entries.map { try endpoint.read($0, range: nil) }
        readers[0].advance()
        _ = count.take()
        readers = []
        _ = try endpoint.entry(at: .root)
        #expect(count.take().filter { $0 == Self.closing }.count == 2)
    }
}
