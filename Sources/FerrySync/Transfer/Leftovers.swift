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

    /// Before anything is listed: where updates wait is not listed, and has to be looked for.
    func watchWaitingPlaces() {
        guard context.options.writing.delaysUpdates, let role, role.isToldByListings else { return }
        role.watch(StagingPlaces.delayedDirectory)
    }

    /// What lies where updates wait, in a directory that something may have been left in. Returns whether there was any.
    func remove(fromWaitingPlace directory: RelativePath) throws(EndpointError) -> Bool {
        guard let role, !role.isToldByListings else { return false }
        let parent = directory.parent ?? .root
        let removed = try role.removeLeftovers(in: directory) { [context] name in
            let unfinished = context.unfinished
            return unfinished?.contains(directory.appending(name: name)) ?? false
                || unfinished?.contains(parent.appending(name: name)) ?? false
        }
        return removed > 0
    }

    /// At the end, what lies in the directory that new files are written in (`--temp-dir`). A staged file there does not say which
    /// run may go on with it: as long as there are such runs, all stay.
    func remove(fromTemporary placement: StageRequest.Placement) {
        guard !context.isDryRun, !context.job.cancellation.isCancelled, case .directory(let directory) = placement,
            let role = directory.leftovers, !role.clearsTreesByAge, context.unfinished?.isEmpty != false
        else { return }
        do throws(EndpointError) {
            _ = try role.removeLeftovers(in: .root)
        } catch {
            context.tally.fail(error)
        }
    }

    /// At the end, where the run's listing has shown them. The directories keep their times.
    func removeTold(_ late: LateWork) {
        guard !context.isDryRun, let role, role.isToldByListings else { return }
        for directory in role.toldDirectories() where !context.job.cancellation.isCancelled {
            do throws(EndpointError) {
                let isWaitingPlace = directory.name.elementsEqual(StagingPlaces.delayedDirectory)
                let kept = isWaitingPlace ? directory.parent ?? .root : directory
                let modified = try context.destination.entry(at: kept)?.modified
                try remove(from: directory, role)
                if isWaitingPlace, try !removeIfEmpty(directory) { continue }
                if let modified, context.planner.wanted.keepsTime(of: .directory) {
                    late.touchLater(kept, modified: modified)
                }
            } catch {
                context.tally.fail(error)
            }
        }
    }

    /// Returns whether it was.
    private func removeIfEmpty(_ directory: RelativePath) throws(EndpointError) -> Bool {
        do throws(EndpointError) {
            try context.destination.remove(directory, kind: .directory)
            return true
        } catch  where error.code == .notFound || error.code == .notEmpty {
            return false
        }
    }

    private func remove(from directory: RelativePath, _ role: any LeftoverRole) throws(EndpointError) {
        _ = try role.removeLeftovers(in: directory) { [context] name in
            context.unfinished?.contains(directory.appending(name: name)) ?? false
        }
    }
}
