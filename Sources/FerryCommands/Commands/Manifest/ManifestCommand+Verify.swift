internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest
internal import FerrySync

extension ManifestCommand {
    /// `manifest verify MANIFEST [LOCATION]`
    func verify() throws(CommandError) -> Int32 {
        if let bag = bag(line.operands[0]) { return try verifyBag(bag) }
        let operand = line.operands.count > 1 ? line.operands[1] : [UInt8(ascii: ".")]
        let leftOut = Set([Self.identity(line.operands[0])].compactMap { $0 })
        let manifest = try open(line.operands[0])
        let (job, place) = try job(operand, leavingOut: leftOut)
        defer { place.endpoint.close() }
        var options = line.verification
        if case .sums = manifest.dialect {
            options.guessesDigests = line.algorithms == nil && CheckFileName.algorithm(of: line.operands[0]) == nil
        }
        return try verify(line.operands[0], manifest) { [options] (reporter) throws(ManifestError) in
            let result = try ManifestVerification(job, options: options, observer: reporter)
                .run(manifest, again: opening(line.operands[0]))
            if result.isEmpty, !result.isInterrupted, !job.place.path.isRoot {
                throw .saysNothing(job.place.path)
            }
            return result
        }
    }

    /// Tells what a verification finds, and what it came to.
    /// - Parameter manifest: Nil for a bag, which is told of in findings.
    func verify(
        _ name: [UInt8], _ manifest: (any RecordReader)?,
        _ body: (VerificationReporter) throws(ManifestError) -> VerificationResult
    ) throws(CommandError) -> Int32 {
        let failed = try line.failedTo.map { (path) throws(CommandError) in
            try FailedNames(path, nulTerminated: line.nulTerminated, context)
        }
        let reporter = VerificationReporter(line, console: context.console, failed: failed)
        reporter.begin()
        defer { reporter.end() }
        let result = try Self.about(name) { () throws(ManifestError) in try body(reporter) }
        // Nothing is known of what was not looked at, and there is no list that lacks something.
        if result.verdict == .interrupted {
            reporter.finish(result)
            return CheckCommand.status(result.verdict)
        }
        for warning in result.warnings {
            context.complain("\(DisplayName.escaping(name)): line \(warning.line): \(warning.text)")
        }
        reporter.finish(result)
        try failed?.finish()
        if line.operands.count == 1, manifest != nil, result.isNothingThere {
            context.complain("nothing of it is in the current directory; a second name says where else to look")
        }
        if !result.isManifestComplete {
            context.complain("\(DisplayName.escaping(name)): says of itself that it is not complete")
        }
        if let manifest, result.isEmpty && manifest.dialect != .native {
            throw CommandError("\(DisplayName.escaping(name)): there is no digest in it")
        }
        return CheckCommand.status(result.verdict)
    }
}
