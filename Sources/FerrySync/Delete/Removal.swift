public import FerryCore
public import FerryEndpoints

/// Is told what a removal does.
public protocol RemovalObserver: Sendable {
    func removed(_ entry: Entry)
    func removedLeftovers(_ count: Int, in directory: RelativePath)
    func failed(_ error: EndpointError)
}

/// Removes what was named by somebody, and goes on when something cannot be removed.
public struct Removal: Sendable {
    let endpoint: any Endpoint
    /// Everything is told and nothing done.
    let isDryRun: Bool
    let cancellation: Cancellation
    let observer: any RemovalObserver

    public init(
        endpoint: any Endpoint, isDryRun: Bool, cancellation: Cancellation, observer: any RemovalObserver
    ) {
        self.endpoint = endpoint
        self.isDryRun = isDryRun
        self.cancellation = cancellation
        self.observer = observer
    }

    /// Removes one entry; a directory must be empty, of which only the real ones see to it themselves.
    public func remove(_ entry: Entry) throws(EndpointError) {
        let mustLook = isDryRun || endpoint.capabilities.directories == .simulated
        if entry.isDirectory, mustLook, try !endpoint.isEmptyDirectory(entry.path) {
            throw EndpointError(.notEmpty, .remove, path: entry.path, location: endpoint.location)
        }
        if !isDryRun { try endpoint.remove(entry.path, kind: entry.kind) }
        observer.removed(entry)
    }

    /// Removes a directory and all that is in it, each directory after its content. Returns whether all of it is gone;
    /// the observer knows what is not. Memory is bounded by the depth, and by the largest batch of the endpoint.
    public func removeTree(_ directory: Entry) -> Bool {
        var queue = RemovalQueue(of: self, top: directory)
        forEachEntry(below: directory, failed: { queue.keep() }) { queue.add($0) }
        if cancellation.isCancelled { return false }
        queue.finish()
        return queue.isComplete
    }

    /// Removes files that writers who are no more left unfinished, in a directory and all below it.
    public func removeLeftovers(under directory: Entry) -> Bool {
        guard let role = endpoint.leftovers else {
            observer.failed(
                EndpointError(.unsupported, .remove, path: directory.path, location: endpoint.location))
            return false
        }
        var isComplete = true
        func clear(_ path: RelativePath) {
            do throws(EndpointError) {
                let count = try role.removeLeftovers(in: path)
                if count > 0 { observer.removedLeftovers(count, in: path) }
            } catch {
                observer.failed(error)
                isComplete = false
            }
        }
        guard directory.isDirectory else { return true }
        if role.isToldByListings {
            forEachEntry(below: directory, failed: { isComplete = false }) { _ in }
            role.toldDirectories().forEach(clear)
            return isComplete
        }
        clear(directory.path)
        if role.clearsTreesByAge { return isComplete }
        forEachEntry(below: directory, failed: { isComplete = false }) { if $0.isDirectory { clear($0.path) } }
        return isComplete
    }

    /// Everything below a directory in canonical order. What cannot be looked at is told.
    private func forEachEntry(below directory: Entry, failed: () -> Void, _ body: (Entry) -> Void) {
        func fail(_ error: EndpointError) {
            observer.failed(error)
            failed()
        }
        do throws(EndpointError) {
            let listing = try endpoint.list(ListingRequest(directory: directory.path))
            defer { listing.cancel() }
            while !cancellation.isCancelled, let batch = try listing.next() {
                for item in batch where !cancellation.isCancelled {
                    switch item {
                    case .entry(let entry): body(entry)
                    case .failure(let error, _, _): fail(error)
                    }
                }
            }
        } catch {
            fail(error)
        }
    }
}
