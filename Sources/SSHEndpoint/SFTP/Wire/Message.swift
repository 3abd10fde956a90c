internal import FerryEndpoints

/// An answer of the server: its type, and its fields without the request id.
struct Message: Sendable {
    let type: MessageType
    private let bytes: [UInt8]
    private let start: Int

    /// Type, request id and fields as they came.
    init(answer bytes: [UInt8]) throws(ConnectionFailure) {
        guard let first = bytes.first, let type = MessageType(rawValue: first) else {
            throw .violation("an unknown kind of message")
        }
        self.type = type
        self.bytes = bytes
        start = MessageWriter.headerLength - 4
    }

    /// The request that `bytes` answer.
    static func id(of bytes: [UInt8]) throws(ConnectionFailure) -> UInt32 {
        var reader = MessageReader(bytes, from: 1)
        return try reader.uint32()
    }

    var fields: MessageReader { MessageReader(bytes, from: start) }
}
