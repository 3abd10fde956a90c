import FerryCore
import FerryEndpoints
import FerrySync
import Synchronization

/// Remembers what a run told.
final class EventLog: SyncObserver {
    private let events = Mutex<[SyncEvent]>([])

    func observe(_ event: SyncEvent) {
        events.withLock { $0.append(event) }
    }

    var all: [SyncEvent] { events.withLock { $0 } }

    var items: [ItemReport] {
        events.withLock { $0 }.compactMap { if case .item(let report) = $0 { report } else { nil } }
    }

    var problems: [Problem] {
        events.withLock { $0 }.compactMap { if case .problem(let problem) = $0 { problem } else { nil } }
    }

    /// The errors that endpoints reported, notes left out.
    var errors: [EndpointError] {
        problems.compactMap { problem in
            guard problem.severity > .note, case .endpoint(let error) = problem.kind else { return nil }
            return error
        }
    }

    /// What was done to which entry, as comparable lines.
    var lines: Set<String> {
        Set(items.map { "\($0.action) \($0.entry.path) \($0.changes.rawValue) \($0.isNew) \($0.reason)" })
    }
}

/// How a run ended and what it told.
struct RunOutcome {
    let result: SyncResult
    let log: EventLog

    var status: ExitStatus { result.status }
}

/// Makes `destination` like the content of `source`.
@discardableResult
func sync(
    _ source: any Endpoint, to destination: any Endpoint, _ options: SyncOptions = SyncOptions(),
    cancellation: Cancellation = Cancellation(), memory: RunMemory? = nil, manifests: RunManifests = RunManifests()
) -> RunOutcome {
    sync(
        [SyncSource(endpoint: source, path: .root, hasTrailingSlash: true)], to: destination, options,
        cancellation: cancellation, memory: memory, manifests: manifests)
}

@discardableResult
func sync(
    _ sources: [SyncSource], to destination: any Endpoint, _ options: SyncOptions = SyncOptions(),
    filters: FilterList = FilterList(), cancellation: Cancellation = Cancellation(), memory: RunMemory? = nil,
    manifests: RunManifests = RunManifests()
) -> RunOutcome {
    let log = EventLog()
    var job = SyncJob(
        sources: sources, destination: destination, options: options, filters: filters, cancellation: cancellation)
    job.memory = memory
    return RunOutcome(result: SyncRun(job, manifests: manifests, observer: log).run(), log: log)
}
