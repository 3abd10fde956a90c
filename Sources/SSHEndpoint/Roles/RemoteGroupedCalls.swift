public import FerryCore
public import FerryEndpoints

/// Requests about many entries, of which none waits for the answer to another one's.
extension SSHEndpoint: GroupedCallsRole {
    public var largestGroup: Int { 256 }

    public func entries(at paths: [RelativePath]) -> [Result<Entry?, EndpointError>] {
        let ahead = GroupedSteps(.look, paths, at: self).then { (index, _) throws(SFTPError) in
            let connection = try host.connection()
            return (try beginLooking(at: paths[index], connection), connection)
        }
        return zip(paths, ahead.results).map { path, look in
            Result { () throws(EndpointError) in try found(look, at: path) }
        }
    }

    /// What a look has come to. Symlinks are rare, and looked at once more with what they lead to.
    private func found(
        _ look: Result<(Pending<FileAttributes>, Connection), EndpointError>, at path: RelativePath
    ) throws(EndpointError) -> Entry? {
        guard case .success(let (answer, _)) = look, capabilities.names.allows(path), !path.isRoot else {
            return try entry(at: path)
        }
        let entry = try during(.look, path) { (_) throws(SFTPError) -> Entry? in
            do throws(SFTPError) {
                return try answer.wait().known(at: path)
            } catch {
                if error.isAbsence { return nil }
                throw error
            }
        }
        return entry?.kind == .symlink ? try self.entry(at: path) : entry
    }

    public func createDirectories(_ directories: [DirectoryOrder]) -> [Result<Void, EndpointError>] {
        var results = [Result<Void, EndpointError>?](repeating: nil, count: directories.count)
        var rest = Array(directories.indices)
        while !rest.isEmpty {
            // Below a name that turns out to be a symlink, directories would be made where it leads to.
            let undecided = Set(rest.map { directories[$0].path })
            let ready = rest.filter { index in !(directories[index].path.parent.map(undecided.contains) ?? false) }
            for (index, result) in zip(ready, createEach(of: ready.map { directories[$0] })) { results[index] = result }
            rest.removeAll { results[$0] != nil }
        }
        return results.map { $0! }
    }

    /// None of which lies in another one.
    private func createEach(of directories: [DirectoryOrder]) -> [Result<Void, EndpointError>] {
        GroupedSteps(.createDirectory, directories.map(\.path), at: self).then { (index, _) throws(SFTPError) in
            try DirectoryMaking(directories[index], on: self, host.connection())
        }.then { (_, making) throws(SFTPError) in
            try making.made()
        }.then { (_, setting) throws(SFTPError) in
            var setting = setting
            _ = try setting?.finish()
        }.results
    }

    public func apply(_ changes: [MetadataChange]) -> [Result<MetadataFields, EndpointError>] {
        GroupedSteps(.setMetadata, changes.map(\.path), at: self).then { (index, _) throws(SFTPError) in
            try MetadataChanging(changes[index], on: self, host.connection())
        }.then { (_, changing) throws(SFTPError) in
            var changing = changing
            try changing.ready()
            return changing
        }.then { (_, changing) throws(SFTPError) in
            var changing = changing
            return try changing.finish()
        }.results
    }

    public func removeDirectories(_ directories: [RelativePath]) -> [Result<Void, EndpointError>] {
        remove(directories, kind: .directory)
    }

    fileprivate func remove(_ paths: [RelativePath], kind: EntryKind) -> [Result<Void, EndpointError>] {
        GroupedSteps(.remove, paths, at: self).then { (index, _) throws(SFTPError) in
            let connection = try host.connection()
            return (try beginRemoving(paths[index], kind: kind, connection), connection)
        }.then { (index, removal) throws(SFTPError) in
            try finishRemoving(paths[index], kind: kind, removal.0, removal.1)
        }.results
    }
}

extension SSHEndpoint: BatchRemovalRole {
    public var largestBatch: Int { 1024 }

    /// What ends all of it, and may be tried again, is thrown.
    public func remove(_ paths: [RelativePath]) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        var failures: [(RelativePath, EndpointError)] = []
        for (path, result) in zip(paths, remove(paths, kind: .file)) {
            guard case .failure(let error) = result, error.code != .notFound else { continue }
            if error.code.isTransient { throw error }
            failures.append((path, error))
        }
        return failures
    }
}
