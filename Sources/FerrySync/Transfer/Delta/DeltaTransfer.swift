internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Composes a new file at the destination from an old one that is there, and the bytes that are not.
///
/// The digest of the whole file decides: the source is hashed as it is scanned, and what was composed is confirmed before it
/// gets its name. A source or a basis that changes meanwhile is `changedDuringTransfer`, what differs is `corrupted`.
final class DeltaTransfer {
    private let context: RunContext
    /// How much of the new file is worth keeping if the transfer is cut off: a beginning without new bytes is not.
    private(set) var received: Int64 = 0
    /// Of what the far side copies at present.
    private var ahead: RangeDigests?

    init(context: RunContext) {
        self.context = context
    }

    /// - Parameters:
    ///   - reader: The source, from its beginning.
    ///   - origin: Where ranges of it can be read again.
    ///   - observer: Sees the source's content as it is scanned.
    func compose(
        _ action: Action, from reader: any ByteReader, again origin: PinnedFile, with basis: Basis,
        to staged: any StagedFile, observer: (any ContentObserver)? = nil
    ) throws(EndpointError) -> ComposedContent {
        received = 0
        let entry = action.item.entry
        if context.writesWhatPasses(of: action) {
            let source = ScannedSource(entry: entry, reader: reader, origin: origin, observer: observer)
            return try pass(action, source, basis, to: staged)
        }
        let confirmation = Confirmation(context: context, action: action)
        let digest = ContentDigest(confirmation.algorithm)
        let source = ScannedSource(
            entry: entry, reader: reader, origin: origin, observer: ObserverPair(digest, observer))
        let composer = Composer(context, action, entry, from: basis.entry, to: staged)
        defer {
            received = composer.literal > 0 ? composer.composed : 0
            ahead?.end()
            ahead = nil
        }
        var content = try compose(action, source, basis, composer)
        guard content.length == entry.size else { return content }
        content.level = try confirmation.confirm(
            staged, digest.digest(), copied: composer.copied, of: origin, with: basis, ahead: ahead)
        return content
    }

    private func compose(
        _ action: Action, _ source: ScannedSource, _ basis: Basis, _ composer: Composer
    ) throws(EndpointError) -> ComposedContent {
        if let old = action.destination, context.writesInPlace(over: old) {
            return try composeInPlace(source, basis, composer)
        }
        if let rules = context.partRules {
            return try composeParts(
                source, basis, composer, rules: rules, Confirmation(context: context, action: action))
        }
        let content = ComposedContent(try scan(source, basis, into: composer))
        try source.reader.verifyUnchanged()
        return content
    }

    /// The whole source is written as it is scanned.
    private func pass(
        _ action: Action, _ source: ScannedSource, _ basis: Basis, to staged: any StagedFile
    ) throws(EndpointError) -> ComposedContent {
        let passing = WritingScan(context, action, to: staged)
        defer { received = passing.literal > 0 ? passing.length : 0 }
        let source = source.observed(by: ObserverPair(passing, source.observer))
        var content = ComposedContent(try scan(source, basis, into: passing))
        try passing.requireWritten()
        try source.reader.verifyUnchanged()
        content.level = context.options.writing.verification == .none ? .unconfirmed : .sizeAndTime
        return content
    }

    /// How much would be sent; nothing is written. Composed in place, it may be more.
    func forecast(
        _ action: Action, from reader: any ByteReader, with basis: Basis
    ) throws(EndpointError) -> ComposedContent {
        let list = InstructionList()
        let origin = context.origin(of: action.item)
        let source = ScannedSource(
            entry: action.item.entry, reader: reader,
            origin: PinnedFile(origin.entry, on: origin.endpoint, context.job.cancellation), observer: nil)
        let content = ComposedContent(try scan(source, basis, into: list))
        if context.movesNothing { return content.sending(list.instructions.map(\.unmoved).literalLength) }
        guard let rules = context.partRules, let parts = PartComposer(rules).compose(list.instructions) else {
            return content
        }
        return content.sending(parts.literalLength)
    }

    private func scan(
        _ source: ScannedSource, _ basis: Basis, into sink: any InstructionSink
    ) throws(EndpointError) -> DeltaSummary {
        let scan = DeltaScan(
            threads: context.threads(for: source.entry.size), makesHoles: context.options.writing.sparse)
        do throws(DeltaError) {
            return try scan.run(
                SignatureIndex(basis.signature), .stream(ReaderStream(source.reader, length: source.entry.size)),
                into: sink, content: source.observer)
        } catch {
            throw error.endpointError
                ?? EndpointError(
                    .changedDuringTransfer, .read, path: source.entry.path, location: context.destination.location)
        }
    }

    /// In the old file itself. Everything is decided before the first byte changes, and only if both files are what they
    /// were until then. The list has at most two instructions a block: less than the signature takes.
    private func composeInPlace(
        _ source: ScannedSource, _ basis: Basis, _ composer: Composer
    ) throws(EndpointError) -> ComposedContent {
        let list = InstructionList()
        let content = ComposedContent(try scan(source, basis, into: list))
        try source.reader.verifyUnchanged()
        try context.destination.read(basis.entry, range: ByteRange(offset: 0, length: 0)).verifyUnchanged()
        var instructions = list.instructions
        if source.entry.size < basis.entry.size, !context.destination.capabilities.cutsOff {
            throw cannotCutOff(source.entry)
        }
        if context.movesNothing { instructions = instructions.map(\.unmoved) }
        try carryOut(InPlaceOrder.order(instructions), source, composer)
        // Copies that overwrote each other's origins became literals.
        return content.sending(composer.literal)
    }

    private func cannotCutOff(_ entry: Entry) -> EndpointError {
        EndpointError(
            .unsupported, .write, path: entry.path, location: context.destination.location,
            reason: "a file cannot be cut off there")
    }

    /// Of parts that are copied or sent whole. Short matches are sent with what is around them.
    private func composeParts(
        _ source: ScannedSource, _ basis: Basis, _ composer: Composer, rules: PartRules, _ confirmation: Confirmation
    ) throws(EndpointError) -> ComposedContent {
        let list = InstructionList()
        let content = ComposedContent(try scan(source, basis, into: list))
        try source.reader.verifyUnchanged()
        guard let parts = PartComposer(rules).compose(list.instructions) else {
            throw EndpointError(
                .unsupported, .write, path: source.entry.path, location: context.destination.location,
                reason: "it has more parts than are allowed there")
        }
        ahead = confirmation.digestsAhead(of: parts, source.origin)
        try carryOut(parts, source, composer)
        return content.sending(composer.literal)
    }

    /// Literals are read a second time.
    private func carryOut(
        _ instructions: [Instruction], _ source: ScannedSource, _ composer: Composer
    ) throws(EndpointError) {
        let literals = LiteralReader(source.origin)
        for instruction in instructions {
            if instruction.origin == .literal {
                try literals.pass(instruction.target, to: composer)
            } else {
                try composer.accept(instruction, literal: UnsafeRawBufferPointer(start: nil, count: 0))
            }
        }
    }
}

extension Instruction {
    /// The same without anything that would have to be moved.
    fileprivate var unmoved: Instruction {
        source == nil || source == target ? self : Instruction(target: target, origin: .literal)
    }
}

extension [Instruction] {
    fileprivate var literalLength: Int64 { reduce(0) { $0 + ($1.origin == .literal ? $1.target.length : 0) } }
}

extension RunContext {
    /// Whether only what stays where it is need not be sent.
    fileprivate var movesNothing: Bool { destination.capabilities.composition == .unmoved }

    /// Whether the bytes of a new version cost less to write than to copy from the old one. What is to be proven is confirmed
    /// where it is, and holes are left, by the way that all destinations have.
    fileprivate func writesWhatPasses(of action: Action) -> Bool {
        guard destination.capabilities.copiesByteByByte, !options.writing.sparse, !requiresProof else { return false }
        return action.destination.map { !writesInPlace(over: $0) } ?? true
    }

    /// The rules of a destination that is composed of parts.
    fileprivate var partRules: PartRules? {
        guard case .parts(let minimum, let maximum, let count) = destination.capabilities.composition else {
            return nil
        }
        return PartRules(minimum: minimum, maximum: maximum, count: count)
    }
}

/// A new file as it is read to be described by blocks of an old one.
private struct ScannedSource {
    let entry: Entry
    let reader: any ByteReader
    let origin: PinnedFile
    let observer: (any ContentObserver)?

    func observed(by observer: any ContentObserver) -> ScannedSource {
        ScannedSource(entry: entry, reader: reader, origin: origin, observer: observer)
    }
}

/// How a new file was made up, in bytes.
struct ComposedContent {
    var length: Int64
    var literal: Int64
    var matched: Int64
    var level = VerificationLevel.unconfirmed

    init(length: Int64, literal: Int64, matched: Int64) {
        self.length = length
        self.literal = literal
        self.matched = matched
    }

    /// Nothing was sent for holes.
    init(_ summary: DeltaSummary) {
        length = summary.newSize
        literal = summary.literal
        matched = summary.copied + summary.holes
    }

    /// The same when so much was sent instead.
    func sending(_ literal: Int64) -> ComposedContent {
        var content = self
        content.matched -= literal - content.literal
        content.literal = literal
        return content
    }
}
