internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// Directories that are done but for their final metadata, which they get in groups where each call is a round trip.
final class FinishedDirectories: Sendable {
    private struct State {
        var changes: [MetadataChange] = []
        /// Those whose names have to be durable.
        var touched: [RelativePath] = []
    }

    private let destination: any Endpoint
    private let grouped: any GroupedCallsRole
    private let tally: Tally
    private let state = Mutex(State())

    /// Nil where nothing is gained.
    init?(at destination: any Endpoint, tally: Tally) {
        guard let grouped = destination.groupedCalls else { return nil }
        (self.destination, self.grouped, self.tally) = (destination, grouped, tally)
    }

    func add(_ directory: RelativePath, _ metadata: Metadata, synchronizing: Bool) {
        let isFull = state.withLock { state in
            if !metadata.isEmpty {
                state.changes.append(MetadataChange(path: directory, kind: .directory, metadata: metadata))
            }
            if synchronizing { state.touched.append(directory) }
            return max(state.changes.count, state.touched.count) >= grouped.largestGroup
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
        for group in waiting.changes.groups(of: grouped.largestGroup) {
            for result in grouped.apply(group) {
                do throws(EndpointError) { tally.notSet(try result.get()) } catch { tally.fail(error) }
            }
        }
    }

    private func synchronize(_ directories: [RelativePath]) {
        do throws(EndpointError) {
            try destination.durability?.synchronize(directories: directories)
        } catch {
            tally.fail(error)
        }
    }
}
