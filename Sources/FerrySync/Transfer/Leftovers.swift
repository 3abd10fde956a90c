internal import FerryCore
internal import FerryEndpoints

/// Clears away what killed runs left at the destination. What a later run can go on with stays.
struct Leftovers {
    let context: RunContext

    private var role: (any LeftoverRole)? {
        guard let role = context.destination.leftovers, !role.clearsTreesByAge,
            role.sparesByName || context.unfinished?.isEmpty != false
        else { return nil }
        return role
    }

    /// Whether nobody need wait for it: what living processes write is told from them, and each call is a round trip.
    var areClearedInGroups: Bool {
        guard let role, context.destination.groupedCalls != nil else { return false }
        return !role.isToldByListings && !role.sparesByName
    }

    /// Before anything goes into a directory, where nobody knows whether it holds some.
    func remove(from directory: RelativePath) throws(EndpointError) {
        if let role, !role.isToldByListings { try remove(from: directory, role) }
    }

    /// At the end, where the run's listing has shown them. The directories keep their times.
    func removeTold(_ late: LateWork) {
        guard !context.isDryRun, let role, role.isToldByListings else { return }
        for directory in role.toldDirectories() where !context.job.cancellation.isCancelled {
            do throws(EndpointError) {
                let modified = try context.destination.entry(at: directory)?.modified
                try remove(from: directory, role)
                if let modified, context.planner.wanted.keepsTime(of: .directory) {
                    late.touchLater(directory, modified: modified)
                }
            } catch {
                context.tally.fail(error)
            }
        }
    }

    private func remove(from directory: RelativePath, _ role: any LeftoverRole) throws(EndpointError) {
        _ = try role.removeLeftovers(in: directory) { [context] name in
            context.unfinished?.contains(directory.appending(name: name)) ?? false
        }
    }
}
