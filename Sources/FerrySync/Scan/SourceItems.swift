internal import FerryCore
internal import FerryEndpoints

/// The scan as the comparison sees it: counted, empty directories pruned where asked.
final class SourceItems {
    private let scan: SourceScan
    private let context: RunContext
    private var pruning: EmptyDirectoryPruning?
    private var released: [ScanItem] = []
    private var count = 0

    /// How many items pass between two looks at the clock.
    private static let progressStride = 512

    init(_ scan: SourceScan, context: RunContext) {
        self.scan = scan
        self.context = context
        if context.options.selection.prunesEmptyDirectories { pruning = EmptyDirectoryPruning() }
    }

    func next() throws(EndpointError) -> ScanItem? {
        guard let item = try nextReleased() else { return nil }
        if case .item(let found) = item { context.tally.scanned(found.entry) }
        count += 1
        if count % Self.progressStride == 0 { context.tally.scanProgressed() }
        return item
    }

    private func nextReleased() throws(EndpointError) -> ScanItem? {
        guard pruning != nil else { return try scan.next() }
        while released.isEmpty {
            guard let item = try scan.next() else { return nil }
            released = pruning!.release(item)
        }
        return released.removeFirst()
    }
}
