package import FerryCore
package import FerryEndpoints

extension SSHEndpoint: LeftoverRole {
    package var isToldByListings: Bool { true }

    package func toldDirectories() -> [RelativePath] { littered.take() }

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
        let limit = LitteredDirectories.limit
        var contents = try RemoteDirectory(opening: directory, on: connection)
        defer { contents.close() }
        var removed = 0
        while let names = try contents.next() {
            for item in names where LitteredDirectories.isLeftover(item, before: limit) {
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
