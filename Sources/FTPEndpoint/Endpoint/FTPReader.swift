internal import FerryCore
internal import FerryEndpoints

/// A range of a file as it arrives. Small files come whole, and with them what the server says of the file then.
final class FTPReader: ByteReader {
    private let endpoint: FTPEndpoint
    private let entry: Entry
    private let source: Source
    private let reachesEnd: Bool
    private var left: Int64

    private enum Source {
        case kept(MemoryStream, verdict: Entry?)
        case stream(FTPStream)
    }

    private static let longestKept: Int64 = 1 << 20

    /// - Parameter range: Not empty, and within the file.
    init(_ entry: Entry, range: ByteRange, from endpoint: FTPEndpoint) throws(EndpointError) {
        self.endpoint = endpoint
        self.entry = entry
        left = range.length
        reachesEnd = range.end == entry.size
        let path = endpoint.path.bytes(of: entry.path)
        do throws(FTPFailure) {
            if range.length == entry.size, entry.size <= Self.longestKept {
                let (content, replies) = try endpoint.client.fetch(path, then: endpoint.server.questions(about: path))
                let now = try endpoint.server.answer(replies, about: entry.path)
                source = .kept(MemoryStream(content), verdict: now)
                if content.count != entry.size { throw Self.wrongLength(isSame: now.map(entry.agrees(with:)) == true) }
            } else {
                source = .stream(try endpoint.client.download(path, from: range.offset))
            }
        } catch {
            throw try Self.explained(error, entry, endpoint)
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        if left == 0 || buffer.isEmpty { return 0 }
        let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Int(clamping: left)))
        let count = try receive(wanted)
        if count == 0 { throw try failure(Self.wrongLength(isSame: isUnchanged())) }
        left -= Int64(count)
        if left == 0 { try expectEnd() }
        return count
    }

    func verifyUnchanged() throws(EndpointError) {
        let isSame =
            if case .kept(_, let now) = source { now.map(entry.agrees(with:)) == true } else { try isUnchanged() }
        if !isSame { throw endpoint.failure(.changedDuringTransfer, .read, entry.path) }
    }

    private func receive(_ buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        switch source {
        case .kept(let content, _): return content.read(into: buffer)
        case .stream(let stream):
            do throws(FTPFailure) {
                return try stream.read(into: buffer)
            } catch {
                throw try failure(error)
            }
        }
    }

    /// Takes the server's word that all was sent, which also frees the connection; a file that goes on has changed.
    private func expectEnd() throws(EndpointError) {
        guard case .stream = source, reachesEnd else { return }
        var byte: UInt8 = 0
        let count = try withUnsafeMutableBytes(of: &byte) { bytes in
            Result { () throws(EndpointError) in try receive(bytes) }
        }.get()
        if count > 0 { throw endpoint.failure(.changedDuringTransfer, .read, entry.path) }
    }

    private func isUnchanged() throws(EndpointError) -> Bool {
        if case .stream(let stream) = source { stream.cancel() }
        let path = endpoint.path.bytes(of: entry.path)
        return try endpoint.caught(.read, entry.path) { () throws(FTPFailure) in
            let replies = try endpoint.client.run(endpoint.server.questions(about: path))
            return try endpoint.server.answer(replies, about: entry.path).map(entry.agrees(with:)) == true
        }
    }

    private func failure(_ failure: FTPFailure) throws(EndpointError) -> EndpointError {
        try Self.explained(failure, entry, endpoint)
    }

    /// A file that cannot be opened may be gone.
    private static func explained(
        _ failure: FTPFailure, _ entry: Entry, _ endpoint: FTPEndpoint
    ) throws(EndpointError) -> EndpointError {
        if failure.reply == 550, try endpoint.look(at: entry.path, for: .read) == nil {
            return endpoint.failure(.notFound, .read, entry.path)
        }
        return failure.error(.read, entry.path, at: endpoint.location)
    }

    private static func wrongLength(isSame: Bool) -> FTPFailure {
        isSame
            ? FTPFailure(.unreachable, "the server sends another number of bytes than the file has")
            : FTPFailure(.changedDuringTransfer)
    }
}

/// A file of which nothing is read, and which must be what it was all the same.
final class FTPUnreadFile: ByteReader {
    private let entry: Entry
    private let endpoint: FTPEndpoint

    init(_ entry: Entry, on endpoint: FTPEndpoint) {
        self.entry = entry
        self.endpoint = endpoint
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int { 0 }

    func verifyUnchanged() throws(EndpointError) {
        if try endpoint.look(at: entry.path, for: .read).map(entry.agrees(with:)) != true {
            throw endpoint.failure(.changedDuringTransfer, .read, entry.path)
        }
    }
}

extension Entry {
    /// Whether the server says the same of the file by now.
    func agrees(with now: Entry) -> Bool {
        now.kind == kind && now.size == size && now.modified == modified && now.version == version
    }
}
