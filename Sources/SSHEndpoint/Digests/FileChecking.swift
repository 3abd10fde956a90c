internal import FerryCore
internal import FerryEndpoints

/// Digests that a server computes itself, draft-ietf-secsh-filexfer-extensions-00 section 3: `check-file`.
enum FileChecking {
    /// The fastest here first.
    static let algorithms: [DigestAlgorithm] = [.sha256, .sha1, .sha512, .md5]

    /// proftpd offers it in later versions of the protocol only, and answers all the same: so who does not offer it is asked
    /// about the directory in which sessions begin, unless he has OpenSSH's limits and so none of it. Nil where it is known.
    static func probe(_ connection: Connection) throws(SFTPError) -> Pending<Digest>? {
        let features = connection.features
        if features.offers(.checkFile) || features.offers(.limits) { return nil }
        return try connection.checkFile([UInt8(ascii: ".")], by: .sha256)
    }

    /// Whether the answer to a probe is one of a server that knows the request: a directory has no digest.
    static func isKnown(_ probe: Pending<Digest>?, on connection: Connection) throws(SFTPError) -> Bool {
        guard let probe else { return connection.features.offers(.checkFile) }
        do throws(SFTPError) {
            _ = try probe.wait()
            return true
        } catch {
            if case .lost = error { throw error }
            return error.status != .unsupported && error.status != .badMessage
        }
    }
}

extension Connection {
    /// The digest of all of an open file.
    func checkFile(handle: [UInt8], by algorithm: DigestAlgorithm) throws(SFTPError) -> Pending<Digest> {
        try checkFile("check-file-handle", handle, algorithm)
    }

    fileprivate func checkFile(_ path: [UInt8], by algorithm: DigestAlgorithm) throws(SFTPError) -> Pending<Digest> {
        try checkFile("check-file-name", path, algorithm)
    }

    private func checkFile(
        _ name: String, _ file: [UInt8], _ algorithm: DigestAlgorithm
    ) throws(SFTPError) -> Pending<Digest> {
        var writer = MessageWriter(.extended, capacity: 128)
        writer.append(name.utf8)
        writer.append(file)
        writer.append(algorithm.rawValue.utf8)
        writer.append(0 as UInt64)
        // No length: to the end. No block size: one digest.
        writer.append(0 as UInt64)
        writer.append(0 as UInt32)
        return Pending(try start(writer), on: self) { (message) throws(SFTPError) in
            try Answers.digest(message, by: algorithm)
        }
    }
}

extension Answers {
    /// The digest in an answer to `check-file`; one by another algorithm is none.
    static func digest(_ message: Message, by algorithm: DigestAlgorithm) throws(SFTPError) -> Digest {
        var reader = try extended(message)
        do throws(ConnectionFailure) {
            guard try reader.string().elementsEqual(algorithm.rawValue.utf8),
                let digest = Digest(algorithm: algorithm, bytes: reader.takeRest())
            else { throw ConnectionFailure.violation("a digest that was not asked for") }
            return digest
        } catch {
            throw .lost(error)
        }
    }
}
