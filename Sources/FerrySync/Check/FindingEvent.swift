/// What a comparison tells while it goes on. Comes from several threads, findings by content later than their
/// neighbours.
package enum CheckEvent: Sendable {
    case finding(Finding)
    /// Something could not be looked at.
    case problem(Problem)
    /// As in `SyncEvent`: bytes are those read on one side.
    case progress(Progress)
}

/// Takes events; called from several threads at once, so it does its own locking and returns quickly.
package protocol CheckObserver: Sendable {
    func observe(_ event: CheckEvent)
}

/// The part of a run's events that concerns a comparison too.
struct CheckEvents: SyncObserver {
    let observer: any CheckObserver

    func observe(_ event: SyncEvent) {
        switch event {
        case .item: break
        case .problem(let problem): observer.observe(.problem(problem))
        case .progress(let progress): observer.observe(.progress(progress))
        }
    }
}
