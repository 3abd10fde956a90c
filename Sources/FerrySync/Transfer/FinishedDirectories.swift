internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// Directories that are done but for their final metadata: they get it one by one, or in groups where each call is a round trip.
final class FinishedDirectories: Sendable {
    private struct State {
        var changes: [(MetadataChange, isOwn: Bool)] = []
        /// Those whose names have to be durable.
        var touched: [RelativePath] = []
    }

    private let destination: any Endpoint
    private let losses: MetadataLosses
    private let largestGroup: Int
    private let state = Mutex(State())

    init(at destination: any Endpoint, losses: MetadataLosses) {
        (self.destination, self.losses) = (destination, losses)
        largestGroup = destination.changesAtATime
    }

    /// - Parameter isOwn: Whether this run made it.
    func add(_ directory: RelativePath, _ metadata: Metadata, isOwn: Bool, synchronizing: Bool) {
        if metadata.isEmpty && !synchronizing { return }
        let isFull = state.withLock { state in
            if !metadata.isEmpty {
                let change = MetadataChange(path: directory, kind: .directory, metadata: metadata)
                state.changes.append((change, isOwn))
            }
            if synchronizing { state.touched.append(directory) }
            return max(state.changes.count, state.touched.count) >= largestGroup
        }
        if isFull { flush() }
    }

    /// Finishes those that wait. Nothing may be changed in them afterwards.
    func flush() {
        let waiting = state.withLock { state in
            defer { state = State() }
            return state
        }
        if !waiting.touched.isEmpty { synchronize(waiting.touched) }
        for group in waiting.changes.groups(of: largestGroup) {
            for ((change, isOwn), result) in zip(group, destination.applying(group.map(\.0))) {
                do throws(EndpointError) {
                    losses.note(try result.get(), of: change.metadata, on: change.kind, at: change.path, isOwn: isOwn)
                } catch {
                    losses.tally.fail(error)
                }
            }
        }
    }

    private func synchronize(_ directories: [RelativePath]) {
        do throws(EndpointError) {
            try destination.durability?.synchronize(directories: directories)
        } catch {
            losses.tally.fail(error)
        }
    }
}
