internal import FerryCore
internal import FerryManifest

extension ManifestCommand {
    /// `manifest diff A B`
    func diff() throws(CommandError) -> Int32 {
        let old = NamedManifest(try open(line.operands[0]), name: line.operands[0])
        let new = NamedManifest(try open(line.operands[1]), name: line.operands[1])
        let reporter = DifferenceReporter(line.text, console: context.console)
        reporter.begin()
        do throws(ManifestError) {
            let same = try ManifestDiff(old: old, new: new).run(unless: context.cancellation, reporter.tell)
            return context.cancellation.isCancelled
                ? ExitStatus.signal.rawValue : reporter.finish(same: same).rawValue
        } catch {
            throw Self.failure(error, name: old.hasFailed ? old.name : new.name)
        }
    }
}
