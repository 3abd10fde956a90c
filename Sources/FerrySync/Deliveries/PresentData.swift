internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// Data that was at the destination before: nobody has seen yet that it is what its check file says. On one thread, which
/// has others read.
struct PresentData {
    let context: RunContext
    let deliveries: Deliveries
    let notes: DeliveryNotes

    /// Why a check file must not be sent; nil if nothing that it says is wrong. What is wrong with each file is told.
    /// - Parameter old: What the destination has under the check file's name. What that says already is not said anew.
    func contradiction(of file: DeferredCheckFile, replacing old: Entry?) throws(EndpointError) -> String? {
        let said = old.map(claims(in:)) ?? [:]
        let claims = try claims(of: file).filter { claim in
            !deliveries.hasArrived(claim.path) && said[claim.path].map { !$0.covers(claim) } ?? true
        }
        let wrong = tellWrong(among: claims)
        return wrong.first.map { "'\($0.name(below: file.path.parent ?? .root))' is something else at the destination" }
    }

    /// What the check file says, with the paths of the transfer.
    private func claims(of file: DeferredCheckFile) throws(EndpointError) -> [Record] {
        let source = context.job.sources[file.source].endpoint
        switch deliveries.names.subject(of: file.original) {
        case nil: return []
        case .file:
            guard let data = deliveries.names.data(of: file), !deliveries.hasArrived(data.path),
                let original = try source.entry(at: data.original)
            else { return [] }
            var item = SourceItem(entry: original.at(data.path), source: file.source)
            item.originalPath = data.original == data.path ? nil : data.original
            guard var record = try notes.record(of: item) else { return [] }
            record.path = data.path
            return [record]
        case .directory(let directory):
            return try notes.listed(in: file.original, file.source).values.compactMap { record in
                guard let name = record.path.relative(to: directory) else { return nil }
                var record = record
                record.path = (file.path.parent ?? .root).appending(name)
                return record
            }
        }
    }

    /// What a check file of the destination says; nothing where it cannot be understood.
    private func claims(in old: Entry) -> [RelativePath: Record] {
        guard old.kind == .file else { return [:] }
        switch deliveries.names.subject(of: old.path) {
        case nil: return [:]
        case .file(let data):
            return (try? notes.record(of: data, in: old, on: context.destination)).map { [data: $0] } ?? [:]
        case .directory: return (try? notes.records(in: old, on: context.destination)) ?? [:]
        }
    }

    /// The paths of files whose content is another, or could not be read; each is told.
    private func tellWrong(among claims: [Record]) -> [RelativePath] {
        if claims.isEmpty { return [] }
        var job = ManifestJob(
            place: CheckSide(endpoint: context.destination), workers: context.workers,
            cancellation: context.job.cancellation)
        job.memory = context.job.contents
        var wrong: [RelativePath] = []
        let pool = OrderedPool<RecordItem, RecordFinding?>(
            workers: job.workers, waits: !context.destination.capabilities.cheapReads,
            makeWorker: { [context, job] in
                RecordComparison(job: job, options: VerificationOptions(), context: context).compare
            },
            consume: { findings in
                for case let finding? in findings where isWrong(finding) { wrong.append(finding.path) }
            })
        for claim in claims.sorted(by: { $0.canonicalOrder(to: $1) < 0 }) where !context.job.cancellation.isCancelled {
            pool.submit(.record(claim, nil, reads: true))
        }
        pool.finish()
        return wrong
    }

    private func isWrong(_ finding: RecordFinding) -> Bool {
        switch finding.verdict {
        // What is not there is said of what will be, or of what takes no part.
        case .same, .missing: return false
        case .unreadable: return true
        default:
            context.tally.fail(
                EndpointError(
                    .corrupted, .read, path: finding.path, location: context.destination.location,
                    reason: finding.contradiction))
            return true
        }
    }
}

extension Record {
    /// Whether this says of content all that the other record says.
    fileprivate func covers(_ other: Record) -> Bool {
        other.digests.allSatisfy(digests.contains) && (other.size == nil || other.size == size)
            && (other.lineCount == nil || other.lineCount == lineCount)
    }
}

extension RecordFinding {
    fileprivate var contradiction: String {
        guard let record else { return verdict.rawValue }
        let claim = ContentClaim(record)
        return entry.flatMap { claim.contradiction(ofSize: $0.size) } ?? content.flatMap(claim.contradiction)
            ?? "it is not what was announced"
    }
}

extension RelativePath {
    /// For messages about a file of a directory.
    fileprivate func name(below directory: RelativePath) -> RelativePath { relative(to: directory) ?? self }
}
