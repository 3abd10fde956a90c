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
    }

    private let state = Monitor(State())

    /// nginx goes by `Date`, which nobody else reads.
    private static let datingServers = ["nginx"]

    var times: Times { state.withLock { $0.times } }

    /// Whether a file keeps the time that it is to have. Where the server's name does not tell, that shows when the first
    /// file has been written.
    ///
    /// - Parameter ask: Asks the server who it is.
    func keepsTimes(_ ask: () -> ResponseHead?) -> Bool {
        if let known = known() { return known }
        let name = ask()?["Server"] ?? ""
        let isDating = Self.datingServers.contains { name.hasPrefix($0) }
        state.withLock { state in
            state.isAsked = true
            if isDating, state.times == .unknown { state.times = .byUpload }
        }
        return known() ?? false
    }

    private func known() -> Bool? {
        state.withLock { state in
            state.times == .unknown ? (state.isAsked ? false : nil) : state.times != .never
        }
    }

    /// Notes how the time of a file came to be what it is.
    func note(_ times: Times) { state.withLock { $0.times = times } }

    /// Whether one request may list a whole tree.
    var listsTrees: Bool { state.withLock { $0.listsTrees } }
    func noteRefusedTree() { state.withLock { $0.listsTrees = false } }

    /// By which algorithm the server tells the digests of what it stores; nil as long as it has told none.
    var checksum: DigestAlgorithm? { state.withLock { $0.checksum } }
    func note(checksum: DigestAlgorithm) { state.withLock { $0.checksum = checksum } }

    /// The headers that ask for a time, of seconds since 1970.
    static func headers(modified: Timestamp) -> [String] {
        ["Date: \(HTTPDate.text(modified.seconds))", "X-OC-Mtime: \(modified.seconds)"]
    }
}
