internal import FerryCore
internal import FerryEndpoints

/// MOVE. It would replace a whole directory.
struct DAVRenaming: RenamingRole {
    let endpoint: DAVEndpoint

    func rename(
        _ path: RelativePath, to newPath: RelativePath, on other: (any Endpoint)?
    ) throws(EndpointError) {
        let target = try target(other, path)
        try target.requireAllowed(newPath, .rename)
        let isDirectory = try entryToRename(path, on: endpoint, to: newPath, on: target).isDirectory
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

extension DAVEndpoint {
    /// Makes a file of another one of the same server. Returns whether the server does such things.
    func copy(_ url: WebURL, to target: WebURL) throws(HTTPFailure) -> Bool {
        var request = HTTPRequest(CurlRequest.Method("COPY"), url)
        request.headers = ["Destination: \(target.text)", "Overwrite: F", "Depth: 0"]
        let reply = try perform(request)
        if reply.head.isSuccess, reply.status != 207 { return true }
        if [403, 405, 412, 501, 502].contains(reply.status) { return false }
        throw HTTPFailure(reply.head)
    }

    /// Some servers would make the directories that are missing, others refuse only when all has been sent, and some tell
    /// beforehand that there is no room.
    func requireDirectory(of path: RelativePath, withRoomFor size: Int64?) throws(EndpointError) {
        let parent = path.parent ?? .root
        guard let size else {
            do throws(EndpointError) {
                if try look(at: parent, for: .write)?.isDirectory == true { return }
            } catch {
                // It is the file that is not written.
                throw failure(error.code, .write, path, error.reason)
            }
            throw failure(.notFound, .write, path)
        }
        let directory = try caught(.write, path) { () throws(HTTPFailure) -> Multistatus.Resource? in
            var request = propfind(url(of: parent).directory, depth: "0")
            request.body = .bytes(SharedBytes(Multistatus.requestOfRoom))
            return try multistatus(try perform(request)).resources.first
        }
        guard directory?.isCollection == true else { throw failure(.notFound, .write, path) }
        if let available = directory?.available, available < size {
            throw failure(.noSpace, .write, path, "the server has room for \(available) of \(size) bytes")
        }
    }
}

extension WebURL {
    fileprivate func asDirectory(_ isDirectory: Bool) -> WebURL { isDirectory ? directory : self }
}
