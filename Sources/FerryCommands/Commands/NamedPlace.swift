public import FerryCore
public import FerryEndpoints

/// What an operand names, found: an entry and the endpoint that has it.
public struct NamedPlace {
    public let endpoint: any Endpoint
    /// A directory is the root of its endpoint; anything else has its name.
    public let entry: Entry
    /// The path of the endpoint's root.
    public let root: [UInt8]
}

extension EndpointRegistry {
    /// What is at a location; nothing there is an error. A directory behind symlinks is that directory; `links` says
    /// whether another symlink is itself or what it leads to.
    ///
    /// - Parameter wantsFile: Whether nothing but a file will do: then it is looked for first where looking for a directory is
    ///   listing, and where a file may have the name of a directory.
    public func place(
        at location: Location, links: ListingRequest.LinkPolicy, wantsFile: Bool = false
    ) throws(UsageError) -> NamedPlace {
        if wantsFile, let place = try file(at: location) { return place }
        let directory = try open(location, at: location.path)
        if let root = try looking({ () throws(EndpointError) in try directory.entry(at: .root) }), root.isDirectory {
            return NamedPlace(endpoint: directory, entry: root, root: location.path)
        }
        directory.close()
        guard let (root, name) = location.path.parentAndName else { throw absent(location) }
        let holder = try open(location, at: root)
        let entry = try looking { () throws(EndpointError) in try holder.entry(at: name, links: links) }
        guard let entry else { throw absent(location) }
        return NamedPlace(endpoint: holder, entry: entry, root: root)
    }

    private func file(at location: Location) throws(UsageError) -> NamedPlace? {
        guard let (root, name) = location.path.parentAndName, location.path.last != RelativePath.separator else {
            return nil
        }
        let holder = try open(location, at: root)
        if holder.capabilities.directories == .simulated,
            let entry = try looking({ () throws(EndpointError) in try holder.file(at: name) })
        {
            return NamedPlace(endpoint: holder, entry: entry, root: root)
        }
        holder.close()
        return nil
    }

    private func absent(_ location: Location) -> UsageError {
        UsageError("cannot look at '\(location)': \(EndpointError.Code.notFound.reason)", status: .partial)
    }
}
