internal import FerryCore
internal import FerryEndpoints

/// RNFR and RNTO. Where a directory has the new name, a server might replace it.
struct FTPRenaming: RenamingRole {
    let endpoint: FTPEndpoint

    func rename(
        _ path: RelativePath, to newPath: RelativePath, on other: (any Endpoint)?
    ) throws(EndpointError) {
        let target = try target(other, path)
        let known = try entryToRename(path, on: endpoint, to: newPath, on: target)
        let replacing = FTPReplacing(
            endpoint: target, source: endpoint.path.bytes(of: path), known: known, target: newPath)
        guard let reply = try replacing.refusal(for: .rename) else { return }
        throw try target.absence(ofParentOf: newPath, .rename) ?? target.meaning(reply, .rename, newPath)
    }

    private func target(_ other: (any Endpoint)?, _ path: RelativePath) throws(EndpointError) -> FTPEndpoint {
        guard let other else { return endpoint }
        guard let target = other.undecorated as? FTPEndpoint, target.server === endpoint.server else {
            throw endpoint.failure(.unsupported, .rename, path, "the two are not on one server")
        }
        return target
    }
}
