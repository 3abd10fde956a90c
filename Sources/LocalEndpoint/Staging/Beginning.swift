internal import FerryCore
internal import FerryEndpoints
internal import Glibc

extension LocalStagedFile {
    /// Begins a staged file as the request says.
    static func begin(
        _ request: StageRequest, tree: Tree, location: String
    ) throws(EndpointError) -> LocalStagedFile {
        let (path, placement) = (request.path, request.placement)
        if let token = request.resuming {
            return try resume(token, request, tree: tree, location: location)
        }
        do throws(Errno) {
            let place = try place(for: path, placement, tree)
            if tree.options.reservesSpace, let size = request.size { try place.file.reserve(size) }
            let keptLength = place.isFinal ? request.size : nil
            return LocalStagedFile(place, path: path, tree: tree, location: location, keptLength: keptLength)
        } catch {
            throw error.during(.write, path, at: location)
        }
    }

    private static func place(
        for path: RelativePath, _ placement: StageRequest.Placement, _ tree: Tree
    ) throws(Errno) -> StagedPlace {
        switch placement {
        case .beside:
            return try tree.withParent(of: path) { (directory, name) throws(Errno) in
                try StagedPlace.make(for: name, in: directory, tree.features)
            }
        case .directory(let endpoint):
            guard let other = endpoint.undecorated as? LocalEndpoint else { throw Errno(EOPNOTSUPP) }
            return try StagedPlace.make(for: Name(path.name), in: other.tree.directory(.root), other.tree.features)
        case .inPlace(let keepsContent):
            return try tree.withParent(of: path) { (directory, name) throws(Errno) in
                try StagedPlace.inPlace(name, in: directory, keepsContent: keepsContent, tree.features)
            }
        }
    }

    /// A file that was kept under a name gets its hidden one back, unless that is there.
    private static func hide(
        _ path: RelativePath, as staged: Name, in directory: Directory, _ tree: Tree
    ) throws(Errno) {
        if try directory.status(of: staged) != nil { return }
        let (parent, name) = (try tree.directory(path.parent ?? .root), Name(path.name))
        try parent.rename(name, to: directory, staged)
    }

    private static func resume(
        _ token: ResumeToken, _ request: StageRequest, tree: Tree, location: String
    ) throws(EndpointError) -> LocalStagedFile {
        do throws(Errno) {
            guard let token = LocalResumeToken(token) else { throw Errno(ENOENT) }
            let directory: Directory
            if case .directory(let endpoint) = request.placement {
                guard let other = endpoint.undecorated as? LocalEndpoint else { throw Errno(EOPNOTSUPP) }
                directory = try other.tree.directory(.root)
            } else {
                directory = try tree.directory(request.path.parent ?? .root)
            }
            if let kept = request.keptAt { try hide(kept, as: token.name, in: directory, tree) }
            let place = try StagedPlace.reopen(
                token.name, in: directory, durableLength: token.durableLength, tree.features)
            return LocalStagedFile(
                place, path: request.path, tree: tree, location: location, resumedLength: token.durableLength)
        } catch {
            throw error.during(.write, request.path, at: location)
        }
    }
}
