internal import FerryCore
internal import FerryEndpoints

/// Reads a file as `scp -f` sends it: from its start, whatever is wanted of it.
final class SCPReader: ByteReader {
    private let endpoint: SCPEndpoint
    private let path: RelativePath
    /// Nil for a file that has no entry yet.
    private let entry: Entry?
    private let isFollowed: Bool
    private let size: Int64
    private let end: Int64
    private var position: Int64 = 0
    /// Nil once all that is wanted has come.
    private var transfer: SCPTransfer?

    init(_ entry: Entry, range: ByteRange?, of endpoint: SCPEndpoint) throws(EndpointError) {
        (self.endpoint, self.entry, path, size) = (endpoint, entry, entry.path, entry.size)
        isFollowed = endpoint.followed.lead(to: entry.path)
        end = min(range?.end ?? .max, entry.size)
        let flag = isFollowed ? [UInt8(ascii: "1")] : []
        transfer = try endpoint.during(.read, path) { () throws(SCPError) in
            let transfer = try SCPTransfer("send", [endpoint.rootWord, entry.path.bytes, flag], on: endpoint.host)
            let found = try endpoint.entry(transfer.dialogue.preface, at: entry.path)
            guard found.isSameVersion(as: entry) else { throw .refused(.changedDuringTransfer) }
            try Self.begin(transfer, size: entry.size)
            return transfer
        }
        try skip(to: min(range?.offset ?? 0, end))
    }

    /// Reads what was sent to a file that is not committed yet.
    init(staged name: RelativePath, size: Int64, of holder: SCPEndpoint) throws(EndpointError) {
        (endpoint, entry, path, isFollowed) = (holder, nil, name, false)
        (self.size, end) = (size, size)
        transfer = try holder.during(.read, name) { () throws(SCPError) in
            let transfer = try SCPTransfer("send", [holder.rootWord, name.bytes, []], on: holder.host)
            try Self.begin(transfer, size: size)
            return transfer
        }
    }

    /// Agrees beforehand to all that the other side will say: to begin, to the times, to the file, and to its end.
    private static func begin(_ transfer: SCPTransfer, size: Int64) throws(SCPError) {
        try SCPError.naming { () throws(ConnectionFailure) in
            try transfer.dialogue.send([UInt8](repeating: 0, count: 4))
        }
        _ = try SCPMessage.expect("T", transfer.dialogue)
        let file = try SCPMessage.expect("C", transfer.dialogue)
        guard file.count == 3, let announced = Int64(file[1]) else {
            throw .lost(.violation("what scp announces is not understood"))
        }
        guard announced == size else { throw .refused(.changedDuringTransfer) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        try endpoint.during(.read, path) { () throws(SCPError) in
            guard let transfer, position < end, !buffer.isEmpty else {
                try finish()
                return 0
            }
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Int(clamping: end - position)))
            let count = try SCPError.naming { () throws(ConnectionFailure) in
                try transfer.dialogue.receive(into: room)
            }
            position += Int64(count)
            if position == end { try finish() }
            return count
        }
    }

    func verifyUnchanged() throws(EndpointError) {
        guard let entry else { return }
        let output = try endpoint.call(isFollowed ? "aim" : "look", path, for: .read)
        let isSame = try endpoint.during(.read, path) { () throws(SCPError) in
            try endpoint.entry(output, at: path).isSameVersion(as: entry)
        }
        if !isSame {
            throw EndpointError(.changedDuringTransfer, .read, path: path, location: endpoint.location)
        }
    }

    /// At the file's end the other side says whether all went well; before it, it is cut off.
    private func finish() throws(SCPError) {
        guard let transfer else { return }
        self.transfer = nil
        if position < size { return transfer.abandon() }
        try SCPMessage.expectAgreement(transfer.dialogue)
        try transfer.finish()
    }

    private func skip(to offset: Int64) throws(EndpointError) {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { room.deallocate() }
        while position < offset {
            let wanted = room.prefix(Int(clamping: offset - position))
            if try read(into: UnsafeMutableRawBufferPointer(rebasing: wanted)) == 0 { return }
        }
    }
}
