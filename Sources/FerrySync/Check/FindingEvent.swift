/// What a comparison tells while it goes on: with another tree (`Finding`) or with a manifest (`RecordFinding`). Comes
/// from several threads; findings by content may come later than their neighbours.
public enum FindingEvent<Finding: Sendable>: Sendable {
    case finding(Finding)
    /// Something could not be looked at.
    case problem(Problem)
    /// As in `SyncEvent`: bytes are those read on one side.
    case progress(Progress)
}

/// Takes events; called from several threads at once, so it does its own locking and returns quickly.
public protocol FindingObserver<Finding>: Sendable {
    associatedtype Finding: Sendable

    func observe(_ event: FindingEvent<Finding>)
}

/// The part of a run's events that concerns a comparison too.
struct FindingEvents<Finding: Sendable>: SyncObserver {
    let observer: any FindingObserver<Finding>

    func observe(_ event: SyncEvent) {
        switch event {
        case .item, .detail: break
        case .problem(let problem): observer.observe(.problem(problem))
        case .progress(let progress): observer.observe(.progress(progress))
        }
    }
}
