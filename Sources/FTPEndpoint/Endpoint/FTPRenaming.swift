internal import FerryCore
internal import FerryEndpoints

/// RNFR and RNTO. Where a directory has the new name, a server might replace it.
struct FTPRenaming: RenamingRole {
    let endpoint: FTPEndpoint

    func rename(
        _ path: RelativePath, to newPath: RelativePath, on other: (any Endpoint)?
    ) throws(EndpointError) {
        let target = try target(other, path)
        _ = try entryToRename(path, on: endpoint, to: newPath, on: target)
        let reply = try endpoint.caught(.rename, path) { () throws(FTPFailure) in
            try endpoint.client.rename(endpoint.path.bytes(of: path), to: target.path.bytes(of: newPath))
        }
        if reply.isSuccess { return }
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

extension FTPClient {
    /// The reply that decides: of RNTO, or of RNFR where that was refused.
    ///
    /// - Parameter preparing: Whether a small file is likely to be next.
    func rename(_ path: [UInt8], to newPath: [UInt8], preparing: Bool = false) throws(FTPFailure) -> FTPReply {
        let commands = [FTPCommand.line("RNFR", path), FTPCommand.line("RNTO", newPath)]
        let replies = try run(commands, preparing: preparing)
        return replies[0].code == 350 ? replies[1] : replies[0]
    }
}
