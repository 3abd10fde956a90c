public import FerryCore
public import FerryEndpoints

extension LocalEndpoint: RenamingRole {
    public func rename(
        _ path: RelativePath, to newPath: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError) {
        let target = try tree(of: endpoint, .rename, path)
        try during(.rename, path) { () throws(Errno) in
            try tree.withParent(of: path) { (from, oldName) throws(Errno) in
                try target.withParent(of: newPath) { (to, newName) throws(Errno) in
                    try from.rename(oldName, to: to, newName)
                }
            }
            // It may have been a directory, which is now elsewhere.
            tree.forget(path)
            target.forget(newPath)
        }
    }
}
