public import FerryCore
public import FerryEndpoints

extension SSHEndpoint: RenamingRole {
    public func rename(
        _ path: RelativePath, to newPath: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError) {
        let target = try neighbour(endpoint, .rename, path)
        try during(.rename, path) { (connection) throws(SFTPError) in
            let old = try root.path(path)
            try requireDirectories(above: path, connection)
            try rename(old, to: try target.writablePath(newPath, connection), connection)
            // It may have been a directory, which is now elsewhere.
            trusted.forget(path)
            target.trusted.forget(newPath)
        }
    }
}
