internal import FerryCore
internal import FerryEndpoints

/// The scan as the comparison sees it: counted, empty directories pruned where asked.
final class SourceItems {
    private let scan: SourceScan
    private let context: RunContext
    private let claims: ItemClaims?
    private let isCounted: Bool
    private var pruning: EmptyDirectoryPruning?
    private var released: [ScanItem] = []
    private var count = 0

    /// How many items pass between two looks at the clock.
    private static let progressStride = 512

    /// - Parameter isCounted: False for a walk before the one that counts.
    init(_ scan: SourceScan, context: RunContext, claims: ItemClaims? = nil, isCounted: Bool = true) {
        self.isCounted = isCounted
        self.claims = claims
        self.scan = scan
        self.context = context
        if context.options.selection.prunesEmptyDirectories { pruning = EmptyDirectoryPruning() }
    }

    func next() throws(EndpointError) -> ScanItem? {
        guard var item = try nextReleased() else {
            try claims?.finish()
            return nil
        }
        if isCounted, case .item(let found) = item { context.tally.scanned(found.entry) }
        if let claims { try claim(&item, claims) }
        if let munge = context.options.selection.links.munge, case .item(var found) = item {
            found.entry = munge.entry(found.entry)
            item = .item(found)
        }
        count += 1
        if count % Self.progressStride == 0 { context.tally.scanProgressed() }
        return item
    }

    private func claim(_ item: inout ScanItem, _ claims: ItemClaims) throws(EndpointError) {
        switch item {
        case .item(var found):
            try claims.attach(to: &found)
            item = .item(found)
        case .failure(_, let path, _): claims.pass(unknown: path)
        case .omitted, .absent: break
        }
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
