internal import FerryCore
internal import FerryManifest

extension ManifestCommand {
    /// `manifest convert MANIFEST [NEW]`: the same records in another dialect.
    func convert() throws(CommandError) -> Int32 {
        let name = line.operands[0]
        let reader = NamedManifest(try open(name), name: name)
        let path = line.operands.count > 1 ? line.operands[1] : line.output
        let dialect = line.format ?? .native
        let output = try ManifestOutput(
            path?.elementsEqual("-".utf8) == true ? nil : path, context.registry, context.cancellation)
        var losses = ConversionLosses(dialect)
        try output.write(reading: { reader.hasFailed ? name : nil }) { (sink) throws(ManifestError) in
            let records = try RecordSorter.ordered(reader)
            var next = try records.next()
            // What was described stays what was described.
            var header = reader.nativeHeader ?? NativeHeader(algorithms: [])
            header.algorithms = algorithms(dialect, reader)
            let writer = try dialect.writer(to: sink, header: header)
            while let record = next {
                if context.cancellation.isCancelled { throw .writing(Interruption()) }
                losses.note(record)
                if dialect.describes(record.kind) { try writer.append(record.keeping(header.algorithms, dialect)) }
                next = try records.next()
            }
            losses.isComplete = records.isComplete
            try writer.finish(isComplete: records.isComplete)
        }
        for line in losses.lines(name: DisplayName.escaping(name)) { context.complain(line) }
        return ExitStatus.success.rawValue
    }

    /// Those that were asked for; else those of the old manifest that the new one can hold.
    private func algorithms(_ dialect: Dialect, _ reader: NamedManifest) -> [DigestAlgorithm] {
        if let asked = line.algorithms { return asked }
        let known = reader.algorithms.isEmpty ? reader.seenAlgorithms : reader.algorithms
        guard let possible = dialect.possibleAlgorithms else { return known }
        let kept = known.filter(possible.contains)
        return kept.isEmpty ? dialect.usualAlgorithms : kept
    }
}

extension Record {
    /// This record with those digests and no others; a file has to have all of them.
    fileprivate func keeping(_ algorithms: [DigestAlgorithm], _ dialect: Dialect) throws(ManifestError) -> Record {
        // As nearly all are: a million of them need no new arrays.
        if kind != .file || algorithms.elementsEqual(digests.lazy.map(\.algorithm)) { return self }
        var record = self
        record.digests = algorithms.compactMap { digest($0) }
        if let absent = algorithms.first(where: { digest($0) == nil }) {
            throw .notExpressible(path, .missingDigest(absent), dialect)
        }
        return record
    }
}
