internal import FerryEndpoints
internal import Synchronization

/// What the next connection to a host begins with asking for.
final class ExpectedLooks: Sendable {
    private let looks = Mutex<[FirstLook]>([])

    func put(_ expected: [FirstLook]) {
        looks.withLock { $0 = expected }
    }

    func take() -> [FirstLook] {
        looks.withLock { looks in
            defer { looks = [] }
            return looks
        }
    }
}
