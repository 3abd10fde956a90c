internal import FerryCore

/// What a server turned out to do where the protocol leaves it open. Shared by all endpoints of one server.
final class DAVHabits: Sendable {
    private let state = Monitor<Bool?>(nil)

    /// Whether a file gets the time that its upload names. nginx takes it from `Date`, which nobody else reads; whether
    /// another server goes by `X-OC-Mtime` shows when the first file has been written.
    ///
    /// - Parameter ask: Asks the server who it is.
    func keepsTimes(_ ask: () -> ResponseHead?) -> Bool {
        if let known = state.withLock({ $0 }) { return known }
        let isNginx = ask()?["Server"]?.hasPrefix("nginx") == true
        return state.withLock { known in
            known = known ?? isNginx
            return known ?? isNginx
        }
    }

    /// Notes whether a file that was written has the time that it was to get.
    func note(keepsTimes: Bool) {
        state.withLock { $0 = keepsTimes }
    }

    /// The headers that ask for a time, of seconds since 1970.
    static func headers(modified: Timestamp) -> [String] {
        ["Date: \(HTTPDate.text(modified.seconds))", "X-OC-Mtime: \(modified.seconds)"]
    }
}
