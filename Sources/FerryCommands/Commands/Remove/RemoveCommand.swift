internal import FerryCore
internal import FerryEndpoints
internal import FerrySync

/// `ferry remove`: files, and directories with all that is in them.
struct RemoveCommand {
    let line: RemoveCommandLine
    let context: CommandContext

    func run() throws(UsageError) -> Int32 {
        if line.incomplete { return try removeLeftovers() }
        var targets: [Target] = []
        for operand in line.locations { targets.append(try target(operand)) }
        var status = ExitStatus.success
        for target in targets where context.canGoOn {
            do throws(CommandError) {
                if try !remove(target) { status = .partial }
            } catch {
                context.complain(error)
                status = error.status
            }
        }
        return (context.cancellation.isCancelled ? .signal : status).rawValue
    }

    /// Something that is to go: an entry of a directory, which may be reached through symlinks; it itself never is one
    /// that is followed.
    private struct Target {
        let location: Location
        let directory: [UInt8]
        let name: RelativePath
    }

    /// Refuses, before anything is removed, what nobody means.
    private func target(_ operand: [UInt8]) throws(UsageError) -> Target {
        let location = try context.registry.destination(operand)
        let path = location.path.withoutTrailingSlashes
        guard let (directory, name) = path.parentAndName else {
            let what = path.isEmpty ? "the root of everything" : "what a path that ends in '.' or '..' names"
            throw UsageError("cannot remove '\(location)': that is \(what)", status: .fileSelection)
        }
        return Target(location: location, directory: directory, name: name)
    }

    /// Returns whether all of it is gone; says what is not.
    private func remove(_ target: Target) throws(CommandError) -> Bool {
        let endpoint: any Endpoint
        do throws(UsageError) {
            endpoint = try context.registry.open(target.location, at: target.directory)
        } catch {
            throw CommandError(error)
        }
        defer { endpoint.close() }
        do throws(EndpointError) {
            return try remove(target.name, from: endpoint)
        } catch {
            throw CommandError(error)
        }
    }

    private func remove(_ name: RelativePath, from endpoint: any Endpoint) throws(EndpointError) -> Bool {
        let removal = removal(from: endpoint)
        guard let entry = try endpoint.entry(at: name) else {
            if line.ignoresMissing { return true }
            throw EndpointError(.notFound, .remove, path: name, location: endpoint.location)
        }
        if entry.isDirectory, line.recursive { return try removeTree(entry, from: endpoint, by: removal) }
        do throws(EndpointError) {
            try removal.remove(entry)
        } catch  where error.code == .notEmpty {
            throw EndpointError(
                .notEmpty, .remove, path: name, location: endpoint.location,
                reason: "directory not empty; with -r, what is in it is removed too")
        }
        return line.recursive ? try removeNamesake(of: entry, from: endpoint, by: removal) : true
    }

    /// A store may have an object of the same name as a directory.
    private func removeNamesake(
        of file: Entry, from endpoint: any Endpoint, by removal: Removal
    ) throws(EndpointError) -> Bool {
        if line.dryRun { return true }
        guard try isSomething(below: file.path, on: endpoint) else { return true }
        return try removeTree(Entry(path: file.path, kind: .directory), from: endpoint, by: removal)
    }

    /// A store's listing goes on while what it lists is removed, and may pass something by: then it is listed again.
    private func removeTree(
        _ directory: Entry, from endpoint: any Endpoint, by removal: Removal
    ) throws(EndpointError) -> Bool {
        for _ in 0..<Self.mostListings {
            if !removal.removeTree(directory) { return false }
            if line.dryRun { return true }
            if try !isSomething(below: directory.path, on: endpoint) { return true }
        }
        throw EndpointError(
            .notEmpty, .remove, path: directory.path, location: endpoint.location,
            reason: "something is there again each time that it was removed")
    }

    private static let mostListings = 3

    /// Whether a directory that is nothing but what lies below it is there.
    private func isSomething(below path: RelativePath, on endpoint: any Endpoint) throws(EndpointError) -> Bool {
        guard endpoint.capabilities.directories == .simulated else { return false }
        return try endpoint.list(ListingRequest(directory: path, recursive: false)).next() != nil
    }

    private func removal(from endpoint: any Endpoint) -> Removal {
        Removal(
            endpoint: endpoint, isDryRun: line.dryRun, cancellation: context.cancellation,
            observer: RemovalPrinter(console: context.console, isVerbose: line.isVerbose))
    }

    // MARK: What is unfinished

    /// Below each named directory, which may be the root of everything: what is finished stays.
    private func removeLeftovers() throws(UsageError) -> Int32 {
        var status = ExitStatus.success
        for operand in line.locations where context.canGoOn {
            let location = try context.registry.destination(operand)
            let endpoint = try context.registry.open(location, at: location.path)
            defer { endpoint.close() }
            do throws(EndpointError) {
                if try !removeLeftovers(from: endpoint) { status = .partial }
            } catch {
                context.complain(error)
                status = error.connectionStatus ?? .partial
            }
        }
        return (context.cancellation.isCancelled ? .signal : status).rawValue
    }

    private func removeLeftovers(from endpoint: any Endpoint) throws(EndpointError) -> Bool {
        // Unfinished files may be all that is in a simulated directory, and then nobody sees it.
        if endpoint.capabilities.directories == .real {
            guard let entry = try endpoint.entry(at: .root), entry.isDirectory else {
                if line.ignoresMissing { return true }
                throw EndpointError(.notFound, .remove, path: .root, location: endpoint.location)
            }
        }
        return removal(from: endpoint).removeLeftovers(under: Entry(path: .root, kind: .directory))
    }
}
