import FerryCore
import FerryEndpoints

/// A clock for which waiting takes no time.
struct InstantClock: WaitingClock {
    var now: Double { 0 }

    func wait(_ seconds: Double, unless cancellation: Cancellation) -> Bool { !cancellation.isCancelled }
}
