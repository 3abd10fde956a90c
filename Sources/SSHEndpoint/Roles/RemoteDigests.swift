package import FerryCore
package import FerryEndpoints

extension SSHEndpoint: DigestRole {
    /// Smaller files are read in less time than it takes to start a program.
    private static let worthAsking: Int64 = 1 << 20

    package var algorithms: [DigestAlgorithm] {
        let known = host.hashing.algorithms
        return known.isEmpty ? [.sha256] : known
    }

    /// Of whole files only.
    package func digest(
        of entry: Entry, range: ByteRange?, by algorithm: DigestAlgorithm
    ) throws(EndpointError) -> OfferedDigest? {
        guard range == nil, entry.size >= Self.worthAsking, host.hashing.algorithms.contains(algorithm) else {
            return nil
        }
        return try during(.read, entry.path) { (connection) throws(SFTPError) in
            let file = try RemoteFile(reading: entry, of: self, connection)
            let name = try root.path(entry.path)
            guard let digest = host.hashing.digest(of: name, size: entry.size, by: algorithm) else { return nil }
            // What was hashed is what lies at the path; what was opened was listed.
            guard try connection.lstat(name).wait().isSameVersion(as: entry),
                try connection.fstat(file.handle).wait().isSameVersion(as: entry)
            else { throw .refused(.changedDuringTransfer) }
            return OfferedDigest(digest, isComputed: true)
        }
    }
}
