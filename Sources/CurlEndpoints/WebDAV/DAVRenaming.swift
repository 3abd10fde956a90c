internal import FerryCore
internal import FerryEndpoints

/// MOVE. It would replace a whole directory: what has the new name is looked at before.
struct DAVRenaming: RenamingRole {
    let endpoint: DAVEndpoint

    func rename(
        _ path: RelativePath, to newPath: RelativePath, on other: (any Endpoint)?
    ) throws(EndpointError) {
        let target = try target(other, path)
        guard let present = try endpoint.look(at: path, for: .rename) else {
            throw endpoint.failure(.notFound, .rename, path)
        }
        if let replaced = try target.look(at: newPath, for: .rename), replaced.isDirectory || present.isDirectory {
            throw target.failure(.alreadyExists, .rename, newPath)
        }
        let isDirectory = present.isDirectory
        try endpoint.caught(.rename, path) { () throws(HTTPFailure) in
            try endpoint.move(
                endpoint.url(of: path).asDirectory(isDirectory), to: target.url(of: newPath).asDirectory(isDirectory))
        }
    }

    private func target(_ other: (any Endpoint)?, _ path: RelativePath) throws(EndpointError) -> DAVEndpoint {
        guard let other else { return endpoint }
        guard let target = other.undecorated as? DAVEndpoint, target.client.origin == endpoint.client.origin else {
            throw endpoint.failure(.unsupported, .rename, path, "the two are not on one server")
        }
        return target
    }
}

extension DAVEndpoint {
    /// Some servers take nothing but a whole URL for the destination.
    func move(_ url: WebURL, to target: WebURL) throws(HTTPFailure) {
        var request = HTTPRequest(CurlRequest.Method("MOVE"), url)
        request.headers = ["Destination: \(target.text)", "Overwrite: T"]
        let reply = try perform(request)
        guard reply.head.isSuccess, reply.status != 207 else { throw HTTPFailure(reply.head) }
    }
}

extension WebURL {
    fileprivate func asDirectory(_ isDirectory: Bool) -> WebURL { isDirectory ? directory : self }
}
