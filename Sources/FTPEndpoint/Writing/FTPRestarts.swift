internal import FerryCore
internal import FerryEndpoints

/// What a server does with files that are sent from an offset on: found out on a scratch file, whatever it claims.
struct FTPRestarts: Sendable {
    /// What is sent from a file's end on is appended.
    var appends = false
    /// What is sent from somewhere in the middle on changes those bytes and no others.
    var patches = false
    /// The digests that are right.
    var digests: Set<DigestAlgorithm> = []

    private static let content = Array("0123456789".utf8)

    /// Tries it out in a directory.
    static func tried(at scratch: [UInt8], on server: FTPServer) throws(FTPFailure) -> FTPRestarts {
        let client = server.client
        defer { _ = try? client.run([FTPCommand.line("DELE", scratch)]) }
        try client.send(content, to: scratch)
        var found = FTPRestarts()
        for algorithm in server.digests.algorithms {
            let replies = try client.run(server.digests.commands(for: scratch, algorithm))
            let digest = server.digests.digest(in: replies, algorithm)
            if digest == Hasher.digest(content, algorithm) { found.digests.insert(algorithm) }
        }
        found.appends = try writes("ab", at: 10, making: "0123456789ab", scratch, client)
        if found.appends { found.patches = try writes("xy", at: 3, making: "012xy56789ab", scratch, client) }
        return found
    }

    private static func writes(
        _ text: String, at offset: Int64, making expected: String, _ scratch: [UInt8], _ client: FTPClient
    ) throws(FTPFailure) -> Bool {
        do throws(FTPFailure) {
            try client.send(Array(text.utf8), to: scratch, at: offset)
            return try client.fetch(scratch, then: []).content == Array(expected.utf8)
        } catch {
            guard let reply = error.reply, reply != 421 else { throw error }
            return false
        }
    }
}

extension FTPEndpoint {
    /// What the server does with uploads that do not begin at the start. Tried out in this directory, once.
    func restarts() throws(EndpointError) -> FTPRestarts {
        try caught(.write, .root) { () throws(FTPFailure) in
            let scratch = path.bytes(of: RelativePath(unchecked: StagedName.make(for: "scratch".utf8)))
            return try server.restarts { () throws(FTPFailure) in try FTPRestarts.tried(at: scratch, on: server) }
        }
    }

    /// What the server says of the content of a file; nil where it says nothing, or nothing to be believed.
    func storedDigest(
        of place: [UInt8], length: Int64, preferring algorithm: DigestAlgorithm
    ) throws(EndpointError) -> Digest? {
        let digests = server.digests
        guard let offered = digests.algorithms.contains(algorithm) ? algorithm : digests.preferred,
            try restarts().digests.contains(offered)
        else { return nil }
        return try caught(.write, nil) { () throws(FTPFailure) in
            let commands = digests.commands(for: place, offered)
            return digests.digest(in: try client.run(commands, within: FTPDigests.patience(for: length)), offered)
        }
    }
}
