public import FerryCore
internal import Synchronization

/// Removing many files, or directories of which none lies in another, where each takes a request of its own: the requests
/// are under way side by side.
public struct ConcurrentRemoval: BatchRemovalRole {
    private let endpoint: any Endpoint
    private let requests: Int
    private let kind: EntryKind

    /// Rounds of requests that a batch is worth.
    private static let rounds = 16

    public init(from endpoint: any Endpoint, requests: Int, of kind: EntryKind = .file) {
        self.endpoint = endpoint
        self.requests = requests
        self.kind = kind
    }

    public var largestBatch: Int { Self.rounds * requests }

    private struct Work {
        var rest: ArraySlice<RelativePath>
        var failures: [(RelativePath, EndpointError)] = []
        /// What ends all of it, and may be tried again.
        var interruption: EndpointError?
    }

    public func remove(_ paths: [RelativePath]) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        let work = Mutex(Work(rest: paths[...]))
        Workers.run(threads: min(requests, paths.count), stackSize: 512 * 1024) { [endpoint, kind] in
            while let path = work.withLock({ $0.interruption == nil ? $0.rest.popFirst() : nil }) {
                do throws(EndpointError) {
                    try endpoint.remove(path, kind: kind)
                } catch  where error.code == .notFound {
                    // Gone as it should be.
                } catch {
                    work.withLock { work in
                        if error.code.isTransient {
                            work.interruption = error
                        } else {
                            work.failures.append((path, error))
                        }
                    }
                }
            }
        }
        let (failures, interruption) = work.withLock { ($0.failures, $0.interruption) }
        if let interruption { throw interruption }
        return failures
    }
}
