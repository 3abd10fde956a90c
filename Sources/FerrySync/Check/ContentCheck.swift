internal import FerryCore
internal import FerryEndpoints

/// Two files of equal size whose content is to be compared.
struct ContentCheck: PooledItem {
    let first: Entry
    let second: Entry
    /// In what else they differ.
    let aspects: [Finding.Aspect]

    var weight: Int64 { first.size }
}

/// Compares content, on one thread.
struct ContentChecker {
    let context: RunContext
    let job: CheckJob
    let counter: CheckCounter
    private let comparison = ContentComparison()

    init(context: RunContext, job: CheckJob, counter: CheckCounter) {
        self.context = context
        self.job = job
        self.counter = counter
    }

    func perform(_ batch: [ContentCheck]) {
        for check in batch where !job.cancellation.isCancelled {
            do throws(EndpointError) {
                let isEqual = try isEqual(check)
                let aspects = isEqual ? check.aspects : [.content] + check.aspects
                counter.found(Finding(check.first, check.second, aspects: aspects))
                context.tally.finished()
            } catch {
                if error.code != .cancelled { context.tally.fail(error) }
            }
        }
    }

    private func isEqual(_ check: ContentCheck) throws(EndpointError) -> Bool {
        if let isEqual = try digestsAgree(check) { return isEqual }
        return try bytesAreEqual(check)
    }

    /// Where one side computed a digest, the other side's content is read, and compared with it. Nil where neither did, or
    /// the first answer is in doubt.
    private func digestsAgree(_ check: ContentCheck) throws(EndpointError) -> Bool? {
        let first = OfferedContent(endpoint: job.first.endpoint)
        let second = OfferedContent(endpoint: job.second.endpoint)
        if let known = check.first.digest, let other = check.second.digest, known.algorithm == other.algorithm {
            if known == other { return true }
            if try first.agrees(check.first, with: other) == false { return false }
            return nil
        }
        if let algorithm = second.algorithm(of: check.second) {
            return try second.agrees(check.second, with: digest(of: check.first, on: job.first.endpoint, by: algorithm))
        }
        if let algorithm = first.algorithm(of: check.first) {
            return try first.agrees(check.first, with: digest(of: check.second, on: job.second.endpoint, by: algorithm))
        }
        return nil
    }

    private func digest(
        of entry: Entry, on endpoint: any Endpoint, by algorithm: DigestAlgorithm
    ) throws(EndpointError) -> Digest {
        let watched = WatchedReader(try endpoint.read(entry, range: nil)) { (count) throws(EndpointError) in
            try noteRead(count, of: entry)
        }
        return try watched.digest(by: algorithm)
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

/// A reader that tells how much was read, and stops when told to.
private final class WatchedReader: ByteReader {
    private let reader: any ByteReader
    private let noteRead: (Int) throws(EndpointError) -> Void

    init(_ reader: any ByteReader, noteRead: @escaping (Int) throws(EndpointError) -> Void) {
        self.reader = reader
        self.noteRead = noteRead
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        let count = try reader.read(into: buffer)
        try noteRead(count)
        return count
    }

    func verifyUnchanged() throws(EndpointError) {
        try reader.verifyUnchanged()
    }
}
