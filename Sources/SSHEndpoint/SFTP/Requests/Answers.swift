internal import FerryEndpoints

/// How each kind of answer is read.
enum Answers {
    /// One name of a directory.
    struct Name: Sendable {
        let name: [UInt8]
        let attributes: FileAttributes
    }

    @Sendable static func done(_ message: Message) throws(SFTPError) {
        guard message.type == .status else { throw unexpected }
        let status = try status(message)
        if status != .ok { throw .status(status) }
    }

    @Sendable static func handle(_ message: Message) throws(SFTPError) -> [UInt8] {
        try expect(.handle, message)
        return try parse { (reader) throws(ConnectionFailure) in
            let handle = Array(try reader.string())
            // draft-ietf-secsh-filexfer-02, section 6.3
            guard handle.count <= 256 else { throw .violation("a handle of \(handle.count) bytes") }
            return handle
        }(message)
    }

    @Sendable static func attributes(_ message: Message) throws(SFTPError) -> FileAttributes {
        try expect(.attributes, message)
        return try parse { (reader) throws(ConnectionFailure) in try FileAttributes(from: &reader) }(message)
    }

    /// Nil at the end of the file.
    @Sendable static func data(_ message: Message) throws(SFTPError) -> ArraySlice<UInt8>? {
        if try isEnd(message) { return nil }
        try expect(.data, message)
        return try parse { (reader) throws(ConnectionFailure) in try reader.string() }(message)
    }

    /// Nil at the end of the directory.
    @Sendable static func names(_ message: Message) throws(SFTPError) -> [Name]? {
        if try isEnd(message) { return nil }
        try expect(.name, message)
        return try parse { (reader) throws(ConnectionFailure) in
            var names: [Name] = []
            // Two strings and the flags of the attributes.
            let count = try reader.count(ofAtLeast: 12)
            names.reserveCapacity(count)
            for _ in 0..<count {
                let name = Array(try reader.string())
                try reader.skipString()
                names.append(Name(name: name, attributes: try FileAttributes(from: &reader)))
            }
            return names
        }(message)
    }

    /// The one name that REALPATH and READLINK answer.
    @Sendable static func path(_ message: Message) throws(SFTPError) -> [UInt8] {
        guard let names = try names(message), names.count == 1 else { throw unexpected }
        return names[0].name
    }

    /// The names in an answer to users-groups-by-id.
    struct AccountNames: Sendable {
        let users: [[UInt8]]
        let groups: [[UInt8]]
    }

    @Sendable static func accountNames(_ message: Message) throws(SFTPError) -> AccountNames {
        try expect(.extendedReply, message)
        return try parse { (reader) throws(ConnectionFailure) in
            AccountNames(users: try strings(&reader), groups: try strings(&reader))
        }(message)
    }

    /// A string that consists of strings.
    private static func strings(_ reader: inout MessageReader) throws(ConnectionFailure) -> [[UInt8]] {
        var list = MessageReader(Array(try reader.string()))
        var strings: [[UInt8]] = []
        while !list.isAtEnd { strings.append(Array(try list.string())) }
        return strings
    }

    @Sendable static func extended(_ message: Message) throws(SFTPError) -> MessageReader {
        try expect(.extendedReply, message)
        return message.fields
    }

    /// Runs a parser over an answer's fields.
    private static func parse<Value>(
        _ body: @escaping (inout MessageReader) throws(ConnectionFailure) -> Value
    ) -> (Message) throws(SFTPError) -> Value {
        { (message) throws(SFTPError) in
            var reader = message.fields
            do throws(ConnectionFailure) {
                return try body(&reader)
            } catch {
                throw .lost(error)
            }
        }
    }

    private static func isEnd(_ message: Message) throws(SFTPError) -> Bool {
        guard message.type == .status else { return false }
        return try status(message) == .endOfFile
    }

    /// A status in place of the wanted answer says why there is none.
    private static func expect(_ type: MessageType, _ message: Message) throws(SFTPError) {
        if message.type == type { return }
        guard message.type == .status else { throw unexpected }
        let status = try status(message)
        throw status == .ok ? unexpected : .status(status)
    }

    private static func status(_ message: Message) throws(SFTPError) -> StatusCode {
        StatusCode(
            rawValue: try parse { (reader) throws(ConnectionFailure) in try reader.uint32() }(message))
    }

    private static let unexpected = SFTPError.lost(.violation("an answer of the wrong kind"))
}
