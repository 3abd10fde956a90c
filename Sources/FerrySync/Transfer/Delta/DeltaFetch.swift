internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Puts a new file together from an old one that is at hand, and ranges of the new one that are fetched.
///
/// The digest of the whole file decides: what was put together is read back before it gets its name. Every range is pinned
/// to one version of the source.
final class DeltaFetch {
    private let context: RunContext
    private let search: WantedSearch
    /// How much of the new file is worth keeping if the transfer is cut off: a beginning without new bytes is not.
    private(set) var received: Int64 = 0

    init(context: RunContext) {
        self.context = context
        search = WantedSearch(context: context)
    }

    /// What is to be done for this file; nil where it must be read whole.
    func plan(_ action: Action, with old: Entry) throws(EndpointError) -> Plan? {
        // Read back is what was composed, which proves no more than the digest does that it is held against.
        guard let wanted = try search.wanted(action), !context.requiresProof || wanted.level == .storeDigest else {
            return nil
        }
        let local = PinnedFile(old, on: context.destination, context.job.cancellation)
        let instructions: [Instruction]
        do throws(EndpointError) {
            instructions = try wanted.instructions(from: local, threads: context.threads(for: old.size))
        } catch {
            if error.code == .cancelled { throw error }
            return nil
        }
        let origin = context.origin(of: action.item).endpoint
        let cost = origin.rangeReads?.rangeCost ?? FetchPlan.requestCost
        let plan = Plan(wanted: wanted, old: old, instructions: FetchPlan.merging(instructions, requestCost: cost))
        return plan.matched > 0 ? plan : nil
    }

    /// A file, and how it is put together.
    struct Plan {
        let wanted: WantedFile
        let old: Entry
        /// In order of the new file.
        let instructions: [Instruction]

        /// Bytes that are at hand already.
        var matched: Int64 { instructions.reduce(0) { $0 + ($1.source == nil ? 0 : $1.target.length) } }
        var content: ComposedContent {
            ComposedContent(length: wanted.entry.size, literal: wanted.entry.size - matched, matched: matched)
        }
    }

    func compose(_ plan: Plan, for action: Action, to staged: any StagedFile) throws(EndpointError) -> ComposedContent {
        received = 0
        let entry = plan.wanted.entry.at(action.path)
        let composer = Composer(context, action, entry, from: plan.old, to: staged)
        defer { received = composer.literal > 0 ? composer.composed : 0 }
        let isInPlace = action.destination.map { context.writesInPlace(over: $0) } ?? false
        let origin = context.origin(of: action.item).endpoint
        let instructions = isInPlace ? InPlaceOrder.order(plan.instructions) : plan.instructions
        let literals = try RangesAhead(
            instructions.filter { $0.origin == .literal }.map(\.target), of: plan.wanted.entry, on: origin)
        for instruction in instructions {
            if instruction.origin == .literal {
                try literals.pass(instruction.target, to: composer)
            } else {
                try composer.accept(instruction, literal: UnsafeRawBufferPointer(start: nil, count: 0))
            }
        }
        var content = plan.content.sending(composer.literal)
        content.level = try confirm(plan, action, staged)
        return content
    }

    private func confirm(
        _ plan: Plan, _ action: Action, _ staged: any StagedFile
    ) throws(EndpointError) -> VerificationLevel {
        let wanted = plan.wanted
        guard let stored = try staged.readBack() else {
            throw failure(action, "what was put together cannot be read back")
        }
        let digests = [wanted.digest] + (wanted.kept.map { [$0] } ?? [])
        let found = try ContentHash.digests(of: stored, length: wanted.entry.size, by: digests.map(\.algorithm)) {
            () throws(EndpointError) in try context.requireRunning(action.item.entry)
        }
        guard found == digests else { throw failure(action, "what was put together is not the file") }
        return context.options.writing.verification == .readback ? .readBack : wanted.level
    }

    private func failure(_ action: Action, _ reason: String) -> EndpointError {
        EndpointError(.corrupted, .write, path: action.path, location: context.destination.location, reason: reason)
    }
}
