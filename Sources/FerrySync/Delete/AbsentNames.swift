internal import FerryCore
internal import FerryEndpoints

/// `--delete-missing-args`: sources that were named and do not exist. What the destination has under their names goes
/// when everything else is done, and the directories that held it keep their times.
final class AbsentNames {
    private let context: RunContext
    private let spool = RecordSpool()

    init(context: RunContext) {
        self.context = context
    }

    func add(_ path: RelativePath) {
        spool.append(path.bytes)
    }

    func remove(by deleter: Deleter, clearing obstacles: Obstacles) {
        spool.forEach { record in
            guard !context.job.cancellation.isCancelled else { return }
            do throws(EndpointError) {
                try remove(RelativePath(unchecked: record), deleter, obstacles)
            } catch {
                context.tally.fail(error)
            }
        }
    }

    private func remove(_ path: RelativePath, _ deleter: Deleter, _ obstacles: Obstacles) throws(EndpointError) {
        guard !path.isRoot, let present = try context.destination.entry(at: path) else { return }
        let parent = path.parent ?? .root
        let modified = try context.destination.entry(at: parent)?.modified
        if present.isDirectory { try obstacles.clearContent(of: present) }
        deleter.deleteAtOnce(present)
        guard !context.isDryRun, context.planner.wanted.keepsTime(of: .directory), let modified else { return }
        _ = try context.destination.apply(Metadata(modified: modified), to: parent, kind: .directory)
    }
}
