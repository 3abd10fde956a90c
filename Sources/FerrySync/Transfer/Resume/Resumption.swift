internal import FerryCore
internal import FerryEndpoints
internal import FerryState

/// Goes on with transfers that an earlier run did not finish.
struct Resumption: Sendable {
    let context: RunContext
    let places: StagingPlaces

    /// A staged file, as far as it is there already.
    struct Begun {
        let staged: any StagedFile
        let length: Int64
        let checkpoints: Checkpoints
    }

    /// Checkpoints for a transfer from its beginning; nil where they are not worth their cost: between files of one machine
    /// sending again costs what proving a part would, and what is hashed as it passes has to pass whole, which must not cost
    /// what sending it does.
    func checkpoints(for action: Action, _ placement: StageRequest.Placement) -> Checkpoints? {
        guard let unfinished = context.unfinished, isWorthwhile(action, placement) else { return nil }
        return Checkpoints(
            unfinished, source: context.origin(of: action.item).entry, to: action.path,
            context.options.writing)
    }

    private func isWorthwhile(_ action: Action, _ placement: StageRequest.Placement) -> Bool {
        let writing = context.options.writing
        if case .inPlace = placement { return false }
        guard action.item.entry.size > writing.checkpointInterval, action.reference == nil, !writing.delaysUpdates
        else {
            return false
        }
        let origin = context.origin(of: action.item)
        return (origin.entry.version != nil || origin.entry.modified != nil)
            && !(origin.endpoint.capabilities.cheapReads && context.destination.capabilities.cheapReads)
            && (context.wish(for: action.item).isEmpty || origin.endpoint.capabilities.cheapReads)
    }

    /// What an earlier run left of this transfer, if what is there is what it wrote. Whatever keeps it from being used
    /// costs sending the file from its beginning, but what may pass: then nothing could be sent either.
    func resume(_ action: Action, _ placement: StageRequest.Placement) throws(EndpointError) -> Begun? {
        guard let unfinished = context.unfinished, isWorthwhile(action, placement) else { return nil }
        let source = context.origin(of: action.item).entry
        guard let found = unfinished.claim(action.path) else { return nil }
        do throws(EndpointError) {
            let isSame = found.source == EntryStamp(source)
            let kept = isSame ? try keptPlace(of: action, found) : nil
            let staged = try context.destination.stage(
                StageRequest(
                    path: action.path, size: source.size, metadata: action.metadata, placement: placement,
                    resuming: ResumeToken(bytes: found.token), keptAt: kept))
            if isSame, let begun = try proven(staged, found, action) { return begun }
            // What is of no use and hidden would stay: nobody else knows of it any more. What had a name gets it back.
            if let kept { try staged.keep(at: kept) } else { staged.discard() }
        } catch {
            if error.code == .cancelled || error.code.isTransient { throw error }
        }
        unfinished.forget(action.path)
        return nil
    }

    /// Reads what is there again, where that can be done: where not, the endpoint itself answers for it, and may want all of
    /// the content again to compare it with what it has.
    private func proven(
        _ staged: any StagedFile, _ found: UnfinishedTransfer, _ action: Action
    ) throws(EndpointError) -> Begun? {
        guard let unfinished = context.unfinished else { return nil }
        let source = context.origin(of: action.item).entry
        let prefix = PrefixDigest()
        let length = staged.resumedLength
        if let stored = try staged.readBack() {
            let rest = ByteRange(offset: found.length, length: length - found.length)
            guard length > 0, (0...context.options.writing.checkpointInterval).contains(rest.length) else { return nil }
            try read(stored, found.length, into: prefix, source)
            guard prefix.value == found.prefix, try continues(stored, action, rest, into: prefix) else { return nil }
        }
        guard length <= source.size else { return nil }
        let checkpoints = Checkpoints(
            unfinished, source: source, to: action.path, context.options.writing, goingOnAfter: prefix, length: length)
        return Begun(staged: staged, length: length, checkpoints: checkpoints)
    }

    /// A write that was cut off may have left more than is remembered: that is compared with the source.
    private func continues(
        _ stored: any ByteReader, _ action: Action, _ rest: ByteRange, into prefix: PrefixDigest
    ) throws(EndpointError) -> Bool {
        if rest.length == 0 { return true }
        let origin = context.origin(of: action.item)
        let (kept, wanted) = (PrefixDigest(), PrefixDigest())
        try read(stored, rest.length, into: kept, origin.entry)
        let reader = try origin.endpoint.read(origin.entry, range: rest)
        try read(reader, rest.length, into: wanted, origin.entry) { prefix.update($0) }
        try reader.verifyUnchanged()
        return kept.value == wanted.value
    }

    /// Where an earlier run left what it had of the file under a name (`--partial`), if nobody has touched it: what has the
    /// name may be somebody else's by now.
    private func keptPlace(
        of action: Action, _ found: UnfinishedTransfer
    ) throws(EndpointError) -> RelativePath? {
        let origin = context.origin(of: action.item).entry
        guard keepsNamed, let path = places.partialPath(of: action),
            let kept = try context.destination.entry(at: path), kept.kind == .file, kept.linkCount <= 1,
            (0...context.options.writing.checkpointInterval).contains(kept.size - found.length)
        else { return nil }
        let prefix = PrefixDigest()
        let known = ByteRange(offset: 0, length: found.length)
        try read(try context.destination.read(kept, range: known), found.length, into: prefix, origin)
        return prefix.value == found.prefix ? path : nil
    }

    /// Whether what is there of a transfer that is cut off gets a name, and can be gone on with all the same. On other
    /// machines it stays hidden: the connection that could name it is the one that was lost.
    var keepsNamed: Bool {
        context.destination.capabilities.cheapReads && context.options.writing.partial != .discard
            && !context.options.writing.keepsOldFile
    }

    private func read(
        _ reader: any ByteReader, _ length: Int64, into prefix: PrefixDigest, _ source: Entry,
        observing observe: (UnsafeRawBufferPointer) -> Void = { _ in }
    ) throws(EndpointError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 4096)
        defer { buffer.deallocate() }
        var rest = length
        while rest > 0 {
            try context.requireRunning(source)
            let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(min(rest, Int64(buffer.count)))])
            let count = try reader.read(into: wanted)
            if count == 0 { return }
            let piece = UnsafeRawBufferPointer(rebasing: wanted[..<count])
            prefix.update(piece)
            observe(piece)
            rest -= Int64(count)
        }
    }
}
