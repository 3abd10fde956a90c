internal import FerryCore
internal import FerryEndpoints

/// Compares files of source and destination by content, and finds out in the same read what the run wants to know of
/// them. On one thread.
final class ItemComparison {
    struct Outcome {
        let isEqual: Bool
        /// What was found out of the source's file; nil where nothing was asked for, or not all of it was read.
        var content: ContentSummary?
    }

    private let context: RunContext
    private let hashers = HasherSets()
    private lazy var comparison = ContentComparison()
    private lazy var reading = ContentReading(cancellation: context.job.cancellation)

    init(context: RunContext) {
        self.context = context
    }

    /// Throws when the source's file is not what a manifest says.
    func compare(_ item: SourceItem, _ present: Entry) throws(EndpointError) -> Outcome {
        let outcome =
            if let known = item.known?.digests.first, isKnown(item, present) {
                try compare(item, with: known)
            } else {
                try compareBytesOfLatest(item, present)
            }
        if let content = outcome.content { try context.requireClaim(of: item, content) }
        return outcome
    }

    private func isKnown(_ item: SourceItem, _ present: Entry) -> Bool {
        item.known?.isAbout(present, precision: context.destination.capabilities.timePrecision) ?? false
    }

    /// `--compare-manifest`: only the source is read.
    private func compare(_ item: SourceItem, with known: Digest) throws(EndpointError) -> Outcome {
        let origin = context.origin(of: item)
        var wish = context.wish(for: item)
        wish.add(known.algorithm)
        let content = try reading.summary(
            of: origin.entry, on: origin.endpoint, wish.algorithms, countsLines: wish.countsLines)
        return Outcome(isEqual: content.digests.contains(known), content: content)
    }

    /// A file of several names changes when this run gives another name of it its metadata.
    private func compareBytesOfLatest(_ item: SourceItem, _ present: Entry) throws(EndpointError) -> Outcome {
        do throws(EndpointError) {
            return try compareBytes(item, present)
        } catch  where error.code == .changedDuringTransfer && present.linkCount > 1 {
            guard let now = try context.destination.entry(at: present.path), now.kind == .file, now.size == present.size
            else { throw error }
            return try compareBytes(item, now)
        }
    }

    private func compareBytes(_ item: SourceItem, _ present: Entry) throws(EndpointError) -> Outcome {
        let origin = context.origin(of: item)
        let wish = context.wish(for: item)
        if wish.isEmpty, let isEqual = try digestsAgree(origin, present) { return Outcome(isEqual: isEqual) }
        let source = try origin.endpoint.read(origin.entry, range: nil)
        let passing = wish.isEmpty ? nil : PassingContent(source, wish, hashers)
        let isEqual = try comparison.areEqual(passing ?? source, try context.destination.read(present, range: nil))
        try source.verifyUnchanged()
        return Outcome(isEqual: isEqual, content: isEqual ? passing?.finish() : nil)
    }

    /// Where one side has computed a digest, the other one alone is read. Nil where both must be.
    private func digestsAgree(
        _ origin: (endpoint: any Endpoint, entry: Entry), _ present: Entry
    ) throws(EndpointError) -> Bool? {
        let digests = DigestComparison(
            first: origin.endpoint, second: context.destination,
            noteRead: { [context] (_, entry) throws(EndpointError) in try context.requireRunning(entry) })
        return try digests.areEqual(origin.entry, present)
    }
}
