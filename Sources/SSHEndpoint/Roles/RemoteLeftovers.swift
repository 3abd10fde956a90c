package import FerryCore
package import FerryEndpoints

extension SSHEndpoint: LeftoverRole {
    /// Nobody can tell whether a staged file's writer lives; after this many seconds without a change it does not.
    private static let stale: Int64 = 24 * 3600

    package func removeLeftovers(in directory: RelativePath) throws(EndpointError) -> Int {
        try during(.remove, directory) { (connection) throws(SFTPError) in
            do throws(SFTPError) {
                try requireDirectory(directory, connection)
                return try removeStale(in: try root.path(directory), connection)
            } catch {
                if error.isAbsence { return 0 }
                throw error
            }
        }
    }

    private func removeStale(in directory: [UInt8], _ connection: Connection) throws(SFTPError) -> Int {
        let limit = Timestamp.now.seconds - Self.stale
        var contents = try RemoteDirectory(opening: directory, on: connection)
        defer { contents.close() }
        var removed = 0
        while let names = try contents.next() {
            for item in names where StagedName.matches(item.name) {
                guard item.attributes.kind != .directory, let modified = item.attributes.modified else { continue }
                if modified.seconds > limit { continue }
                do throws(SFTPError) {
                    try connection.remove(directory + [RelativePath.separator] + item.name).wait()
                    removed += 1
                } catch {
                    // Others remove them too, at the same time.
                    if !error.isAbsence { throw error }
                }
            }
        }
        return removed
    }
}
