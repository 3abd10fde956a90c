internal import FerryCore
internal import FerryEndpoints

/// Two files of equal size whose content is to be compared, unless a closer look tells enough.
struct ContentCheck: PooledItem {
    var first: Entry
    var second: Entry
    /// In what else they differ.
    var aspects: [Finding.Aspect]
    /// Whether that is to be looked up first.
    var needsLook = false

    var weight: Int64 { first.size }
}

/// Compares content, on one thread.
struct ContentChecker {
    let context: RunContext
    let job: CheckJob
    let counter: CheckCounter
    private let entries: EntryComparison
    private let comparison = ContentComparison()

    init(context: RunContext, job: CheckJob, counter: CheckCounter, entries: EntryComparison) {
        self.context = context
        self.job = job
        self.counter = counter
        self.entries = entries
    }

    func perform(_ batch: [ContentCheck]) {
        for check in batch where !job.cancellation.isCancelled {
            do throws(EndpointError) {
                let aspects = check.needsLook ? try aspectsAfterLook(at: check) : try aspects(of: check)
                counter.found(Finding(check.first, check.second, aspects: aspects))
                context.tally.finished()
            } catch {
                if error.code != .cancelled { context.tally.fail(error) }
            }
        }
    }

    /// Of files whose metadata counts and was left out of a listing. A digest that tells of other content still does.
    private func aspectsAfterLook(at check: ContentCheck) throws(EndpointError) -> [Finding.Aspect] {
        var check = check
        check.first = try CloserLook.whereTimeless(check.first, at: job.first.endpoint)
        check.second = try CloserLook.whereTimeless(check.second, at: job.second.endpoint)
        if entries.lacksTimes(check.first, check.second) { counter.couldNotCompareTimes() }
        check.aspects = entries.metadataAspects(check.first, check.second)
        let isSettled = check.first.size == 0 || job.options.sizeOnly && !job.options.content
        return isSettled ? check.aspects : try aspects(of: check)
    }

    private func aspects(of check: ContentCheck) throws(EndpointError) -> [Finding.Aspect] {
        if !job.options.content, let aspects = try aspectsByLook(at: check) { return aspects }
        return try isEqual(check) ? check.aspects : [.content] + check.aspects
    }

    /// Of files whose times a listing left out. Nil where only the content tells, or where a digest that came with the
    /// listing costs less than a look.
    private func aspectsByLook(at check: ContentCheck) throws(EndpointError) -> [Finding.Aspect]? {
        let hasDigest = check.first.digest != nil || check.second.digest != nil
        if hasDigest && check.first.size <= CloserLook.mostHashed { return nil }
        let first = try CloserLook.whereTimeless(check.first, at: job.first.endpoint)
        let second = try CloserLook.whereTimeless(check.second, at: job.second.endpoint)
        guard case .aspects(let aspects) = entries.compare(first, second) else { return nil }
        return aspects
    }

    private func isEqual(_ check: ContentCheck) throws(EndpointError) -> Bool {
        let digests = DigestComparison(
            first: job.first.endpoint, second: job.second.endpoint,
            noteRead: { (count, entry) throws(EndpointError) in try noteRead(count, of: entry) })
        if let isEqual = try digests.areEqual(check.first, check.second) { return isEqual }
        return try bytesAreEqual(check)
    }

    /// Whatever the bytes said counts only if neither file changed while they were read.
    private func bytesAreEqual(_ check: ContentCheck) throws(EndpointError) -> Bool {
        let first = try job.first.endpoint.read(check.first, range: nil)
        let second = try job.second.endpoint.read(check.second, range: nil)
        let watched = WatchedReader(first) { (count) throws(EndpointError) in try noteRead(count, of: check.first) }
        let isEqual = try comparison.areEqual(watched, second)
        try first.verifyUnchanged()
        try second.verifyUnchanged()
        return isEqual
    }

    private func noteRead(_ count: Int, of entry: Entry) throws(EndpointError) {
        if job.cancellation.isCancelled {
            throw EndpointError(.cancelled, .read, path: entry.path, location: job.first.endpoint.location)
        }
        counter.read(Int64(count))
        context.tally.sent(Int64(count))
    }
}
