internal import FerryCore
internal import FerryEndpoints

/// Digests of whole files, as the server computes them.
///
/// Nothing is written where somebody only reads: whether the server tells the truth shows in the first small file, which is
/// read, too. Until then nothing is said of others.
struct FTPDigestRole: DigestRole {
    let endpoint: FTPEndpoint

    private static let longestRead: Int64 = 1 << 20

    var algorithms: [DigestAlgorithm] { endpoint.server.digests.algorithms }

    func digest(
        of entry: Entry, range: ByteRange?, by algorithm: DigestAlgorithm
    ) throws(EndpointError) -> OfferedDigest? {
        guard range == nil, algorithms.contains(algorithm) else { return nil }
        let server = endpoint.server
        if server.tellsTruth(of: algorithm) == false { return nil }
        guard let told = try told(entry, algorithm) else { return nil }
        if server.tellsTruth(of: algorithm) == nil {
            guard entry.size <= Self.longestRead else { return nil }
            let isTrue = try endpoint.read(entry, range: nil).digest(by: algorithm) == told
            server.note(tellsTruth: isTrue, of: algorithm)
            if !isTrue { return nil }
        }
        return OfferedDigest(told, isComputed: true)
    }

    /// What the server says, of the version that is asked for.
    private func told(_ entry: Entry, _ algorithm: DigestAlgorithm) throws(EndpointError) -> Digest? {
        let server = endpoint.server
        let path = endpoint.path.bytes(of: entry.path)
        let questions = server.questions(about: path)
        let hashing = server.digests.commands(for: path, algorithm)
        let (before, replies, after) = try endpoint.caught(.read, entry.path) { () throws(FTPFailure) in
            let replies = try endpoint.client.run(
                questions + hashing + questions, within: FTPDigests.patience(for: entry.size))
            let before = try server.answer(Array(replies.prefix(questions.count)), about: entry.path)
            let after = try server.answer(Array(replies.suffix(questions.count)), about: entry.path)
            return (before, replies.dropFirst(questions.count).prefix(hashing.count), after)
        }
        guard let before else { throw endpoint.failure(.notFound, .read, entry.path) }
        guard entry.agrees(with: before), after.map(entry.agrees(with:)) == true else {
            throw endpoint.failure(.changedDuringTransfer, .read, entry.path)
        }
        return server.digests.digest(in: replies, algorithm)
    }
}
