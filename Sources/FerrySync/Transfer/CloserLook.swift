internal import FerryCore
internal import FerryEndpoints

/// Decides about two files of one size of which a listing told no times. A digest that came with the listing spares a
/// request where the other side's content is quickly read; else both are looked up.
struct CloserLook {
    let context: RunContext

    /// Hashing so much takes about as long as asking a server in the same city.
    static let mostHashed: Int64 = 1 << 20

    func decide(_ item: SourceItem, _ present: Entry) throws(EndpointError) -> Planner.Decision {
        let equal = try digestsAgree(item, present)
        if equal == true { return decision(item, present, isEqual: true) }
        var item = item
        var present = present
        if context.planner.isLean(item.entry.attributes, .source) { item.entry = try source(item).at(item.entry.path) }
        if context.planner.isLean(present.attributes, .destination) {
            present = try Self.looked(present, at: context.destination)
        }
        // What looked like a digest in the listing may turn out to be none.
        let isDigest = item.entry.digest != nil || present.digest != nil
        return decision(item, present, isEqual: equal == false && isDigest ? false : nil)
    }

    private func decision(_ item: SourceItem, _ present: Entry, isEqual: Bool?) -> Planner.Decision {
        let decision = context.planner.decide(item, destination: present, contentIsEqual: isEqual)
        // Two looks that told no times either: only sending it is safe.
        guard case .compareContent = decision else { return decision }
        return context.planner.decide(item, destination: present, contentIsEqual: false)
    }

    private func source(_ item: SourceItem) throws(EndpointError) -> Entry {
        let origin = context.origin(of: item)
        return try Self.looked(origin.entry, at: origin.endpoint)
    }

    /// What a look tells of a file of which a listing told no time, because listings there tell none.
    static func whereTimeless(_ entry: Entry, at endpoint: any Endpoint) throws(EndpointError) -> Entry {
        if entry.modified != nil || endpoint.capabilities.listsMetadata { return entry }
        return try looked(entry, at: endpoint)
    }

    private static func looked(_ entry: Entry, at endpoint: any Endpoint) throws(EndpointError) -> Entry {
        guard let now = try endpoint.entry(at: entry.path) else {
            throw EndpointError(.notFound, .look, path: entry.path, location: endpoint.location)
        }
        if now.size == entry.size && now.version == entry.version && now.kind == entry.kind { return now }
        throw EndpointError(.changedDuringTransfer, .look, path: entry.path, location: endpoint.location)
    }

    /// Nil where that cannot be told without a request.
    private func digestsAgree(_ item: SourceItem, _ present: Entry) throws(EndpointError) -> Bool? {
        let origin = context.origin(of: item)
        switch (origin.entry.digest, present.digest) {
        case (let left?, let right?): return left.algorithm == right.algorithm ? left == right : nil
        case (let digest?, nil): return try hash(present, on: context.destination, like: digest).map { $0 == digest }
        case (nil, let digest?): return try hash(origin.entry, on: origin.endpoint, like: digest).map { $0 == digest }
        case (nil, nil): return nil
        }
    }

    private func hash(
        _ entry: Entry, on endpoint: any Endpoint, like other: Digest
    ) throws(EndpointError) -> Digest? {
        guard entry.size <= Self.mostHashed else { return nil }
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
