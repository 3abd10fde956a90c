internal import FerryCore
internal import FerryEndpoints

/// The side of a transfer that is read: the source's file, or what stands in for it.
struct TransferSource {
    let context: RunContext
    let references: [any Endpoint]
    private let hashers = HasherSets()
    /// Nil where nothing is read before its turn.
    private let ahead: ReadAhead?

    init(context: RunContext, references: [any Endpoint], ahead: ReadAhead? = nil) {
        self.context = context
        self.ahead = ahead
        self.references = references
    }

    /// The action with the source's entry as it is now.
    func refreshed(_ action: Action) throws(EndpointError) -> Action {
        let origin = context.origin(of: action.item)
        guard let entry = try origin.endpoint.entry(at: origin.entry.path) else {
            throw EndpointError(.notFound, .read, path: origin.entry.path, location: origin.endpoint.location)
        }
        guard entry.kind == .file else {
            throw EndpointError(
                .changedDuringTransfer, .read, path: origin.entry.path, location: origin.endpoint.location,
                reason: "it is no longer a file")
        }
        var action = action
        if action.metadata.modified != nil { action.metadata.modified = entry.modified }
        action.item.entry = entry.at(action.path)
        return action
    }

    /// The source, readable anywhere.
    func pinned(_ action: Action) -> PinnedFile {
        let origin = context.origin(of: action.item)
        return PinnedFile(origin.entry, on: origin.endpoint, context.job.cancellation)
    }

    /// What a listing did not tell of the source, opening it does.
    func completed(_ action: Action, by reader: any ByteReader) throws(EndpointError) -> Action {
        guard context.planner.isLean(action.item.entry.attributes, .source), let opened = try reader.opened() else {
            return action
        }
        return completed(action, by: opened)
    }

    /// The action with the source as `entry` describes it, where the listing told less.
    func completed(_ action: Action, by entry: Entry) -> Action {
        guard context.planner.isLean(action.item.entry.attributes, .source) else { return action }
        var action = action
        action.item.entry = entry.at(action.path)
        action.metadata = context.planner.wanted.metadata(
            for: action.item.entry.attributes, existing: action.destination?.attributes)
        return action
    }

    /// A reader that ended before its file did must not pass for a short file.
    func requireWhole(_ action: Action, _ length: Int64) throws(EndpointError) {
        guard length < action.item.entry.size else { return }
        let origin = context.origin(of: action.item)
        throw EndpointError(
            .changedDuringTransfer, .read, path: origin.entry.path, location: origin.endpoint.location,
            reason: "only \(length) of \(action.item.entry.size) bytes could be read")
    }

    /// The source, or the unchanged file of a reference tree that stands in for it.
    func open(_ action: Action, from start: Int64) throws(EndpointError) -> any ByteReader {
        let size = action.item.entry.size
        let range = start > 0 ? ByteRange(offset: start, length: max(0, size - start)) : nil
        if let reference = action.reference, reference.level >= .sameContent {
            return try references[reference.tree].read(reference.entry, range: range)
        }
        let origin = context.origin(of: action.item)
        if range == nil, let reader = ahead?.take(origin.entry, for: action.path) { return reader }
        return try origin.endpoint.read(origin.entry, range: range)
    }

    /// The reader of content that is to be hashed as it passes; nil where nobody asks for that. What is appended to is
    /// never read from its beginning.
    func observed(_ action: Action, from start: Int64) throws(EndpointError) -> PassingContent? {
        let wish = context.wish(for: action.item)
        guard !wish.isEmpty, start == 0 else { return nil }
        return PassingContent(try open(action, from: 0), wish, hashers)
    }

    /// As `observed`, of content whose beginning is at the destination already: that is read for its digests alone.
    func observed(_ action: Action, goingOnAt start: Int64) throws(EndpointError) -> PassingContent? {
        guard let passing = try observed(action, from: 0) else { return nil }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 4096)
        defer { buffer.deallocate() }
        var rest = start
        while rest > 0 {
            try context.requireRunning(action.item.entry)
            let wanted = Int(min(rest, Int64(buffer.count)))
            let count = try passing.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
            if count == 0 { break }
            rest -= Int64(count)
        }
        return passing
    }

    /// What has passed, if it is what a manifest says.
    func accepted(_ passing: PassingContent?, for action: Action) throws(EndpointError) -> ContentSummary? {
        guard let passing else { return nil }
        let content = passing.finish()
        if action.reference == nil {
            let origin = context.origin(of: action.item)
            context.job.contents?.remember(
                content, of: origin.entry, on: origin.endpoint, readAt: passing.began)
        }
        try context.requireClaim(of: action.item, content)
        return content
    }
}
