internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest
internal import FerrySync

extension ManifestCommand {
    /// `manifest verify MANIFEST [LOCATION]`
    func verify() throws(CommandError) -> Int32 {
        let operand = line.operands.count > 1 ? line.operands[1] : [UInt8(ascii: ".")]
        let leftOut = Set([Self.identity(line.operands[0])].compactMap { $0 })
        let manifest = try open(line.operands[0])
        let (job, place) = try job(operand, leavingOut: leftOut)
        defer { place.endpoint.close() }
        let failed = try line.failedTo.map { (path) throws(CommandError) in
            try FailedNames(path, nulTerminated: line.nulTerminated, context.registry)
        }
        let reporter = VerificationReporter(line, console: context.console, failed: failed)
        reporter.begin()
        defer { reporter.end() }
        let result = try Self.about(line.operands[0]) { () throws(ManifestError) in
            try ManifestVerification(job, options: line.verification, observer: reporter).run(manifest)
        }
        for warning in manifest.warnings {
            context.complain("\(DisplayName.escaping(line.operands[0])): line \(warning.line): \(warning.text)")
        }
        reporter.finish(result)
        try failed?.finish()
        if !result.isManifestComplete {
            context.complain("\(DisplayName.escaping(line.operands[0])): says of itself that it is not complete")
        }
        if result.isEmpty && manifest.dialect != .native {
            throw CommandError("\(DisplayName.escaping(line.operands[0])): there is no digest in it")
        }
        return CheckCommand.status(result.verdict)
    }
}
