internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Composes a new file at the destination from an old one that is there, and the bytes that are not.
///
/// The digest of the whole file decides: the source is hashed as it is scanned, what was composed is read back before it
/// gets its name. A source or a basis that changes meanwhile is `changedDuringTransfer`, what differs is `corrupted`.
final class DeltaTransfer {
    private let context: RunContext
    /// How much of the new file is worth keeping if the transfer is cut off: a beginning without new bytes is not.
    private(set) var received: Int64 = 0

    init(context: RunContext) {
        self.context = context
    }

    /// `reader`: the source, from its beginning. `origin`: where ranges of it can be read again.
    func compose(
        _ action: Action, from reader: any ByteReader, again origin: PinnedFile, with basis: Basis,
        to staged: any StagedFile
    ) throws(EndpointError) -> ComposedContent {
        received = 0
        let entry = action.item.entry
        let composer = Composer(context, entry, from: basis.entry, to: staged)
        defer { received = composer.literal > 0 ? composer.composed : 0 }
        let digest = ContentDigest(.xxh128)
        var content: ComposedContent
        if let old = action.destination, context.writesInPlace(over: old) {
            content = try composeInPlace(entry, reader, origin, basis, composer, digest)
        } else {
            content = ComposedContent(try scan(entry, reader, basis, into: composer, digest))
            try reader.verifyUnchanged()
        }
        content.level = try confirm(action, staged, basis, digest.digest(), length: content.length)
        return content
    }

    private func scan(
        _ entry: Entry, _ reader: any ByteReader, _ basis: Basis, into sink: any InstructionSink,
        _ digest: ContentDigest
    ) throws(EndpointError) -> DeltaSummary {
        let scan = DeltaScan(
            threads: context.threads(for: entry.size), makesHoles: context.options.writing.sparse)
        do throws(DeltaError) {
            return try scan.run(
                SignatureIndex(basis.signature), .stream(ReaderStream(reader, length: entry.size)), into: sink,
                content: digest)
        } catch {
            throw error.endpointError
                ?? EndpointError(
                    .changedDuringTransfer, .read, path: entry.path, location: context.destination.location)
        }
    }

    /// In the old file itself. Everything is decided before the first byte changes, and only if both files are what they
    /// were until then. The list has at most two instructions a block: less than the signature takes.
    private func composeInPlace(
        _ entry: Entry, _ reader: any ByteReader, _ origin: PinnedFile, _ basis: Basis, _ composer: Composer,
        _ digest: ContentDigest
    ) throws(EndpointError) -> ComposedContent {
        let list = InstructionList()
        var content = ComposedContent(try scan(entry, reader, basis, into: list, digest))
        try reader.verifyUnchanged()
        try context.destination.read(basis.entry, range: ByteRange(offset: 0, length: 0)).verifyUnchanged()
        let literals = LiteralReader(origin)
        for instruction in InPlaceOrder.order(list.instructions) {
            if instruction.origin == .literal {
                try literals.pass(instruction.target, to: composer)
            } else {
                try composer.accept(instruction, literal: UnsafeRawBufferPointer(start: nil, count: 0))
            }
        }
        // Copies that overwrote each other's origins became literals.
        content.matched -= composer.literal - content.literal
        content.literal = composer.literal
        return content
    }

    /// Reads back what was composed. Where that is not possible, what this run itself computed is believed.
    private func confirm(
        _ action: Action, _ staged: any StagedFile, _ basis: Basis, _ expected: Digest, length: Int64
    ) throws(EndpointError) -> VerificationLevel {
        guard length == action.item.entry.size else { return .unconfirmed }
        guard let stored = try staged.readBack() else {
            if basis.isTrusted { return .sizeAndTime }
            throw EndpointError(
                .corrupted, .read, path: action.path, location: context.destination.location,
                reason: "what was composed cannot be confirmed")
        }
        let found = try ContentHash.xxh128(of: stored, length: length) { () throws(EndpointError) in
            try context.requireRunning(action.item.entry)
        }
        guard found == expected else {
            throw EndpointError(.corrupted, .write, path: action.path, location: context.destination.location)
        }
        return .readBack
    }
}

/// How a new file was made up, in bytes.
struct ComposedContent {
    var length: Int64
    var literal: Int64
    var matched: Int64
    var level = VerificationLevel.unconfirmed

    /// Nothing was sent for holes.
    init(_ summary: DeltaSummary) {
        length = summary.newSize
        literal = summary.literal
        matched = summary.copied + summary.holes
    }
}
