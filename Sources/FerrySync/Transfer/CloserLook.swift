internal import FerryCore
internal import FerryEndpoints
internal import FerryState

/// Decides about two files of one size of which a listing told no times. A digest that came with the listing spares a
/// request where the other side's content is quickly read; else both are looked up.
struct CloserLook {
    let context: RunContext

    /// Hashing so much takes about as long as asking a server in the same city.
    static let mostHashed: Int64 = 1 << 20
    /// Hashing so much takes a fraction of the time of sending it.
    private static let mostHashedInsteadOfSent: Int64 = 8 << 20

    /// - Parameter remembered: A file that is not what the last run left may hold the same content all the same: one that was
    ///   written just before that run, or touched. Then it is not sent again.
    func decide(
        _ item: SourceItem, _ present: Entry, _ remembered: DirectoryRecords.Verdict
    ) throws(EndpointError) -> Planner.Decision {
        let isChanged = remembered == .differs
        let equal = try digestsAgree(
            item, present, hashing: isChanged ? Self.mostHashedInsteadOfSent : Self.mostHashed)
        if equal == true {
            let (item, present) = isChanged ? try looked(item, present) : (item, present)
            return decision(item, present, isEqual: true, remembered)
        }
        // What a look tells makes no difference any more.
        if isChanged, !context.options.comparison.keepsNewer {
            return decision(item, present, isEqual: false, remembered)
        }
        let (item, present) = try looked(item, present)
        // What looked like a digest in the listing may turn out to be none.
        let isDigest = item.entry.digest != nil || present.digest != nil
        return decision(item, present, isEqual: equal == false && isDigest ? false : nil, remembered)
    }

    /// Both as a look tells of them, where a listing told less.
    func looked(_ item: SourceItem, _ present: Entry) throws(EndpointError) -> (SourceItem, Entry) {
        var (item, present) = (item, present)
        if context.planner.isLean(item.entry.attributes, .source) { item.entry = try source(item).at(item.entry.path) }
        if context.planner.isLean(present.attributes, .destination) {
            present = try Self.looked(present, at: context.destination)
        }
        return (item, present)
    }

    private func decision(
        _ item: SourceItem, _ present: Entry, isEqual: Bool?, _ remembered: DirectoryRecords.Verdict
    ) -> Planner.Decision {
        let decision = context.planner.decide(
            item, destination: present, contentIsEqual: isEqual, remembered: remembered)
        // Two looks that told no times either: only sending it is safe.
        guard case .compareContent = decision else { return decision }
        return context.planner.decide(item, destination: present, contentIsEqual: false, remembered: remembered)
    }

    private func source(_ item: SourceItem) throws(EndpointError) -> Entry {
        let origin = context.origin(of: item)
        return try Self.looked(origin.entry, at: origin.endpoint)
    }

    /// Whether a look tells more of a file than the listing did that it comes from.
    static func tellsMore(of entry: Entry, at endpoint: any Endpoint) -> Bool {
        entry.modified == nil && !endpoint.capabilities.listsMetadata
    }

    /// What a look tells of a file of which a listing told no time, because listings there tell none.
    static func whereTimeless(_ entry: Entry, at endpoint: any Endpoint) throws(EndpointError) -> Entry {
        tellsMore(of: entry, at: endpoint) ? try looked(entry, at: endpoint) : entry
    }

    private static func looked(_ entry: Entry, at endpoint: any Endpoint) throws(EndpointError) -> Entry {
        guard let now = try endpoint.entry(at: entry.path) else {
            throw EndpointError(.notFound, .look, path: entry.path, location: endpoint.location)
        }
        if now.size == entry.size && now.version == entry.version && now.kind == entry.kind { return now }
        throw EndpointError(.changedDuringTransfer, .look, path: entry.path, location: endpoint.location)
    }

    /// Nil where that cannot be told without a request.
    private func digestsAgree(
        _ item: SourceItem, _ present: Entry, hashing most: Int64
    ) throws(EndpointError) -> Bool? {
        let origin = context.origin(of: item)
        switch (origin.entry.digest, present.digest) {
        case (let left?, let right?): return left.algorithm == right.algorithm ? left == right : nil
        case (let digest?, nil):
            return try hash(present, on: context.destination, like: digest, most).map { $0 == digest }
        case (nil, let digest?):
            return try hash(origin.entry, on: origin.endpoint, like: digest, most).map { $0 == digest }
        case (nil, nil): return nil
        }
    }

    private func hash(
        _ entry: Entry, on endpoint: any Endpoint, like other: Digest, _ most: Int64
    ) throws(EndpointError) -> Digest? {
        guard entry.size <= most else { return nil }
        let reader = try endpoint.read(entry, range: nil)
        var hasher = Hasher(other.algorithm)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 4096)
        defer { buffer.deallocate() }
        while case let count = try reader.read(into: buffer), count > 0 {
            hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        try reader.verifyUnchanged()
        return hasher.finish()
    }
}
