public import FerryCore
public import FerryEndpoints

/// Digests that the host computes: the server itself where it can, else programs of the account's shell.
extension SSHEndpoint: DigestRole {
    /// Smaller files are read in less time than it takes to start a program.
    private static let worthAProgram: Int64 = 1 << 20

    /// Whether the account may run programs is known only once one was to be run.
    var offersDigests: Bool { checksFiles || host.hashing.isPossible }

    public var algorithms: [DigestAlgorithm] {
        if checksFiles { return FileChecking.algorithms }
        let known = host.hashing.algorithms
        return known.isEmpty ? [.sha256] : known
    }

    /// Of ranges only by the server itself.
    public func digest(
        of entry: Entry, range: ByteRange?, by algorithm: DigestAlgorithm
    ) throws(EndpointError) -> OfferedDigest? {
        let isWorthIt = checksFiles || range == nil && entry.size >= Self.worthAProgram
        guard isWorthIt, algorithms.contains(algorithm) else { return nil }
        return try during(.read, entry.path) { (connection) throws(SFTPError) in
            let file = try FileOpening(entry, of: self, connection).finish()
            let name = try root.path(entry.path)
            guard let digest = try digest(of: file, at: name, size: entry.size, range, by: algorithm) else {
                return nil
            }
            // What a program hashed is what lies at the path; what was opened was listed.
            guard try connection.lstat(name).wait().isSameVersion(as: entry),
                try connection.fstat(file.handle).wait().isSameVersion(as: entry)
            else { throw .refused(.changedDuringTransfer) }
            return OfferedDigest(digest, isComputed: true)
        }
    }

    /// The digest of a file that is open and lies at a path of the server's; nil where the host tells none.
    func digest(
        of file: RemoteFile, at name: [UInt8], size: Int64, _ range: ByteRange? = nil, by algorithm: DigestAlgorithm
    ) throws(SFTPError) -> Digest? {
        // Neither servers nor anybody else need to say what the digest of nothing is.
        if (range?.length ?? size) == 0 { return nil }
        // proftpd 1.3.8 digests another range than it is asked for.
        guard range == nil else { return nil }
        if checksFiles, let digest = try checked(file, by: algorithm) { return digest }
        return host.hashing.digest(of: name, size: size, by: algorithm)
    }

    private func checked(_ file: RemoteFile, by algorithm: DigestAlgorithm) throws(SFTPError) -> Digest? {
        guard FileChecking.algorithms.contains(algorithm) else { return nil }
        do throws(SFTPError) {
            return try file.connection.checkFile(handle: file.handle, by: algorithm).wait()
        } catch {
            if case .lost = error { throw error }
            return nil
        }
    }
}
