internal import FerryEndpoints

/// One message: what it is, which call it belongs to, and its content.
///
///     offset  size  field (big-endian)
///     0       4     length of everything after this field: 5 ... `longest`
///     4       1     kind
///     5       4     number of the call
///     9       -     content
struct Frame {
    let kind: Kind
    let call: UInt32
    let content: ArraySlice<UInt8>

    static let headerLength = 9
    /// File content comes in pieces of at most this many bytes.
    static let mostContent = 256 * 1024
    /// Content and what describes it: paths, a batch of entries.
    static let longest = 1 << 20

    enum Kind: UInt8 {
        // From the client.
        /// The content is an operation and its arguments.
        case call = 1
        /// The stream of this call may send so many bytes more.
        case credit = 2
        /// The stream of this call is not wanted any more.
        case cancel = 3
        // From the server. Each call is answered by any number of pieces, and then by a result or a failure.
        case piece = 4
        case result = 5
        case failure = 6
        // From either.
        /// The content stands for whole messages, compressed; the number is not a call's but how many bytes they are.
        case block = 7
    }
}

/// The head of a message.
extension Frame {
    static func append(_ kind: Kind, _ call: UInt32, contentLength: Int, to bytes: inout [UInt8]) {
        bytes.append(UInt32(headerLength - 4 + contentLength))
        bytes.append(kind.rawValue)
        bytes.append(call)
    }

    /// The length of a whole message that begins there.
    static func length(at offset: Int, of bytes: [UInt8]) -> Int { 4 + Int(number(at: offset, of: bytes)) }

    static func number(at offset: Int, of bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
    }

    /// Reads a whole message that begins there.
    init(at offset: Int, of bytes: [UInt8]) throws(ConnectionFailure) {
        guard let kind = Kind(rawValue: bytes[offset + 4]) else {
            throw .violation("a message of kind \(bytes[offset + 4])")
        }
        self.kind = kind
        call = Self.number(at: offset + 5, of: bytes)
        content = Array(bytes[(offset + Self.headerLength)..<(offset + Self.length(at: offset, of: bytes))])[...]
    }
}

/// What each side sends first: a name that no shell prints, and the highest version of the protocol that it speaks.
enum Greeting {
    static let magic: [UInt8] = [0] + Array("ferry".utf8) + [0]
    /// 2 brought compression and commits that are checked, 3 the groups that entries can be given.
    static let version: UInt8 = 3
    /// What a client can do with; an older agent lacks only what it need not have.
    static let oldestVersion: UInt8 = 1
    static let firstWithCompression: UInt8 = 2
    static let firstWithCheckedCommits: UInt8 = 2
    static let firstWithGroups: UInt8 = 3
    static let bytes = magic + [version]

    /// How much a login shell's own words before the greeting are skipped.
    static let mostNoise = 64 * 1024
}

extension Array<UInt8> {
    /// Appends a number, its most significant byte first.
    fileprivate mutating func append(_ number: UInt32) {
        for shift in [24, 16, 8, 0] as [UInt32] { append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}
