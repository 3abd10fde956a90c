public import FerryCore
public import FerryEndpoints

/// All sources as one stream in canonical order.
///
/// Streams are opened when their first name is reached, so that a thousand sources cost one open listing at a time.
/// Where several sources hold the same name, the first one on the command line has it; directories are merged.
public final class SourceScan {
    private var waiting: [SourceStream]
    private var open: [SourceStream] = []
    private var held: [ScanItem] = []
    /// A source is a directory with nothing in it, or nothing that takes part. Known at the end of the scan.
    public private(set) var hasEmptySource = false

    /// `selections` has one for each source. What a `screen` leaves out does not come up in the scan, nor does it count
    /// for `hasEmptySource`.
    public init(
        _ sources: [SyncSource], options: SelectionOptions, selections: [any Selection],
        screen: (any ListingScreen)? = nil
    ) {
        let streams = sources.enumerated().map { number, source in
            SourceStream(source, number: number, options: options, selection: selections[number], screen: screen)
        }
        // Last first, so that the next one is taken from the end. The sort is stable: equal names keep their order.
        waiting = streams.enumerated().sorted { left, right in
            let order = CanonicalOrder.compare(
                left.element.lowerBound, isDirectory: false, right.element.lowerBound, isDirectory: false)
            return order != 0 ? order > 0 : left.offset > right.offset
        }.map(\.element)
    }

    public convenience init(
        _ job: SyncJob, screen: (any ListingScreen)? = nil, refuse: FilterScope.Refusal? = nil,
        tell: FilterScope.Telling? = nil
    ) {
        let selections: [any Selection] = job.sources.map { source in
            FilterSelection(
                scope: FilterScope(job.filters, side: .sender, base: source.base), endpoint: source.endpoint,
                refuse: refuse, tell: tell, takesEverything: job.filters.isEmpty)
        }
        var options = job.options.selection
        options.refusesNamesakes = job.destination.capabilities.directories == .real
        self.init(job.sources, options: options, selections: selections, screen: screen)
    }

    /// The first items that take part, or are to be deleted, and no more of them than `count`. What fails is left for
    /// the run to tell.
    public func firstItems(_ count: Int) -> [ScanItem] {
        var items: [ScanItem] = []
        while items.count < count, let item = try? next() {
            switch item {
            case .item, .absent: items.append(item)
            case .failure, .omitted: continue
            }
        }
        return items
    }

    /// The next item, or nil at the end of all sources. A thrown error ends the scan, which is then not complete.
    public func next() throws(EndpointError) -> ScanItem? {
        if !held.isEmpty { return held.removeFirst() }
        if waiting.isEmpty, open.count == 1, let item = try open[0].peek() {
            open[0].advance()
            return item
        }
        while let (stream, least) = try least() {
            stream.advance()
            var first = least
            guard open.count > 1 else { return first }
            while let (other, item) = try self.least(), item.canonicalOrder(to: first) == 0 {
                other.advance()
                first = merged(first, item)
            }
            if try !givesWay(first) { return first }
        }
        return nil
    }

    /// Whether another source has a directory of this name: it wins, because of what may be in it.
    private func givesWay(_ item: ScanItem) throws(EndpointError) -> Bool {
        guard case .item(let found) = item, !found.entry.isDirectory else { return false }
        for stream in open where try stream.holdsDirectory(at: found.entry.path) { return true }
        return false
    }

    /// The stream whose next item is least, the earliest source among equals.
    private func least() throws(EndpointError) -> (SourceStream, ScanItem)? {
        var best: (SourceStream, ScanItem)?
        var ended = false
        for stream in open {
            guard let item = try stream.peek() else {
                ended = true
                continue
            }
            if let (_, leader) = best, !precedes(item, leader) { continue }
            best = (stream, item)
        }
        if ended { try removeEnded() }
        guard let next = waiting.last, mustOpen(next, before: best?.1) else { return best }
        open.append(waiting.removeLast())
        return try least()
    }

    private func precedes(_ item: ScanItem, _ leader: ScanItem) -> Bool {
        let order = item.canonicalOrder(to: leader)
        return order < 0 || (order == 0 && item.sourceNumber < leader.sourceNumber)
    }

    private func mustOpen(_ stream: SourceStream, before item: ScanItem?) -> Bool {
        guard let item else { return true }
        let bound = stream.lowerBound
        return CanonicalOrder.compare(bound, isDirectory: false, item.path, isDirectory: item.isDirectory) <= 0
    }

    private func removeEnded() throws(EndpointError) {
        var remaining: [SourceStream] = []
        for stream in open {
            if try stream.peek() != nil {
                remaining.append(stream)
            } else if stream.isEmptyDirectory {
                hasEmptySource = true
            }
        }
        open = remaining
    }

    /// What two sources say of one name is one item; their failures come after it.
    private func merged(_ first: ScanItem, _ second: ScanItem) -> ScanItem {
        guard case .item(let other) = second else {
            held.append(second)
            return first
        }
        guard case .item(var item) = first else {
            held.append(first)
            return second
        }
        item.hasContent = item.hasContent || other.hasContent
        item.isImplied = item.isImplied && other.isImplied
        return .item(item)
    }
}

extension ScanItem {
    fileprivate var sourceNumber: Int {
        if case .item(let item) = self { item.source } else { 0 }
    }
}
