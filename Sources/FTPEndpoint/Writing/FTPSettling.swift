internal import FerryCore
internal import FerryEndpoints

/// Gives a file that was sent its metadata, and looks what the server has: all in one round trip.
struct FTPSettling {
    private let endpoint: FTPEndpoint
    /// The name that the file is to have, or has.
    private let path: RelativePath
    /// Where it is now, as the server names it.
    private let place: [UInt8]
    private let length: Int64

    struct Outcome {
        var committed: Committed
        /// Whether the server says that the content is another one.
        var contradicts = false
    }

    init(endpoint: FTPEndpoint, path: RelativePath, at place: [UInt8], of length: Int64) {
        self.endpoint = endpoint
        self.path = path
        self.place = place
        self.length = length
    }

    /// - Parameter content: The digest of what was sent; nil where it is not known.
    func settle(_ metadata: Metadata, content: Digest?, over client: FTPClient) throws(EndpointError) -> Outcome {
        let server = endpoint.server
        let settings = server.commands(setting: metadata, of: place)
        let questions = server.questions(about: place)
        let hashing = content.map { server.digests.commands(for: place, $0.algorithm) } ?? []
        let (replies, staged) = try endpoint.caught(.write, path) { () throws(FTPFailure) in
            let replies = try client.run(
                settings.map(\.line) + questions + hashing, within: FTPDigests.patience(for: length))
            let answers = Array(replies.dropFirst(settings.count).prefix(questions.count))
            return (replies, try server.answer(answers, about: path))
        }
        guard let staged else { throw failure(.notFound, "the server does not have what it was sent") }
        guard staged.size == length else {
            throw failure(.corrupted, "the server has \(staged.size) of \(length) bytes")
        }
        var outcome = Outcome(committed: Committed(entry: staged))
        outcome.committed.notSet = notSet(metadata, settings, replies, staged)
        let stored = content.flatMap { server.digests.digest(in: replies.suffix(hashing.count), $0.algorithm) }
        outcome.committed.isConfirmed = stored != nil && stored == content
        outcome.contradicts = stored != nil && stored != content
        return outcome
    }

    private func notSet(
        _ metadata: Metadata, _ settings: [FTPServer.Setting], _ replies: [FTPReply], _ staged: Entry
    ) -> MetadataFields {
        var notSet = metadata.fields
        for (setting, reply) in zip(settings, replies) where reply.isSuccess { notSet.subtract(setting.fields) }
        if let wanted = metadata.modified?.truncated(to: .second),
            settings.contains(where: { $0.fields.contains(.modified) })
        {
            let isKept = staged.modified == wanted
            if !isKept { notSet.insert(.modified) }
            endpoint.server.note(keepsTimes: isKept)
        }
        return notSet
    }

    private func failure(_ code: EndpointError.Code, _ reason: String) -> EndpointError {
        endpoint.failure(code, code == .corrupted ? .replace : .write, path, reason)
    }
}
