public import FerryCore
public import FerryEndpoints

extension SSHEndpoint: LinkRole {
    public func createSymlink(
        at path: RelativePath, target: [UInt8], metadata: Metadata
    ) throws(EndpointError) -> MetadataFields {
        try during(.link, path) { (connection) throws(SFTPError) in
            let name = try writablePath(path, connection)
            return try replace(name, connection) { (name) throws(SFTPError) in
                try connection.makeSymlink(name, target: target).wait()
                if metadata.isEmpty { return [] }
                return try set(metadata, on: name, current: connection.lstat(name).wait(), connection)
            }
        }
    }

    public func createHardLink(
        at path: RelativePath, to existing: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError) {
        let source = try neighbour(endpoint, .link, path)
        try during(.link, path) { (connection) throws(SFTPError) in
            guard features.offers(.hardlink) else { throw .status(.unsupported) }
            let name = try writablePath(path, connection)
            let old = try source.root.path(existing)
            try source.requireDirectories(above: existing, connection)
            guard try connection.lstat(old).wait().kind != .directory else { throw .status(.noSuchFile) }
            try replace(name, connection) { (name) throws(SFTPError) in
                try connection.makeHardLink(name, to: old).wait()
            }
        }
    }
}
