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
    }
}

/// What each side sends first: a name that no shell prints, and the highest version of the protocol that it speaks.
enum Greeting {
    static let magic: [UInt8] = [0] + Array("ferry".utf8) + [0]
    static let version: UInt8 = 1
    static let bytes = magic + [version]

    /// How much a login shell's own words before the greeting are skipped.
    static let mostNoise = 64 * 1024
}
