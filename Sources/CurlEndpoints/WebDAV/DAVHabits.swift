internal import FerryCore

/// What a server turned out to do where the protocol leaves it open. Shared by all endpoints of one server.
final class DAVHabits: Sendable {
    /// How a file gets the time that it is to have.
    enum Times: Sendable {
        case unknown
        /// From `Date` or `X-OC-Mtime` of its upload.
        case byUpload
        /// From a property that is set afterwards.
        case byProperty
        case never
    }

    private struct State {
        var times = Times.unknown
        var isAsked = false
        var listsTrees = true
        var checksum: DigestAlgorithm?
        /// Of the bytes that may end a path, those that are known to be part of names, or not to be.
        var delimiters: [UInt8: Bool] = [:]
        var takesAnyBytes: Bool?
        var writesParts: Bool?
    }

    private let state = Monitor(State())

    /// nginx goes by `Date`, which nobody else reads.
    private static let datingServers = ["nginx"]
    /// What mod_dav_fs says that it speaks: it keeps no times.
    private static let timelessDialect = "apache.org/dav/propset/fs"

    var times: Times { state.withLock { $0.times } }

    /// Whether a file may keep the time that it is to have. Where the server does not tell by what it says of itself, that
    /// shows when the first file has been written; until then it is hoped for.
    ///
    /// - Parameter ask: Asks the server who it is.
    func keepsTimes(_ ask: () -> ResponseHead?) -> Bool {
        if state.withLock({ $0.isAsked || $0.times != .unknown }) { return times != .never }
        let known = ask().map(Self.times) ?? .unknown
        state.withLock { state in
            state.isAsked = true
            if state.times == .unknown { state.times = known }
        }
        return times != .never
    }

    /// What a server's answer to OPTIONS tells of its times.
    static func times(_ head: ResponseHead) -> Times {
        if datingServers.contains(where: { head["Server"]?.hasPrefix($0) == true }) { return .byUpload }
        return head.headers(withPrefix: "dav").contains { $0.value.contains(timelessDialect) } ? .never : .unknown
    }

    /// Notes how the time of a file came to be what it is.
    func note(_ times: Times) { state.withLock { $0.times = times } }

    /// Whether one request may list a whole tree.
    var listsTrees: Bool { state.withLock { $0.listsTrees } }
    func noteRefusedTree() { state.withLock { $0.listsTrees = false } }

    /// By which algorithm the server tells the digests of what it stores; nil as long as it has told none.
    var checksum: DigestAlgorithm? { state.withLock { $0.checksum } }
    func note(checksum: DigestAlgorithm) { state.withLock { $0.checksum = checksum } }

    /// Whether a byte that may end a path is part of a name; nil as long as nobody knows.
    func keeps(_ delimiter: UInt8) -> Bool? { state.withLock { $0.delimiters[delimiter] } }
    func note(keeps isKept: Bool, _ delimiter: UInt8) { state.withLock { $0.delimiters[delimiter] = isKept } }

    /// Whether the server answers requests for names that are not UTF-8; nil as long as nobody knows.
    var takesAnyBytes: Bool? { state.withLock { $0.takesAnyBytes } }
    func note(takesAnyBytes: Bool) { state.withLock { $0.takesAnyBytes = takesAnyBytes } }

    /// Whether files can be written from some offset on; nil until it was tried.
    var writesParts: Bool? { state.withLock { $0.writesParts } }
    func note(writesParts: Bool) { state.withLock { $0.writesParts = writesParts } }

    /// The headers that ask for a time, of seconds since 1970.
    static func headers(modified: Timestamp) -> [String] {
        ["Date: \(HTTPDate.text(modified.seconds))", "X-OC-Mtime: \(modified.seconds)"]
    }
}
