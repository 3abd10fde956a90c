internal import FerryCore
internal import FerryEndpoints

/// Gives a file a name that another one may have, and looks in the same round trip whether it got it: what is believed here is
/// what a source may be removed for.
struct FTPReplacing {
    let endpoint: FTPEndpoint
    /// The file, as the server names it.
    let source: [UInt8]
    /// What it is known to be; nil where that is not known.
    let known: Entry?
    let target: RelativePath
    /// Whether its time was set, and tells nothing of when it was written.
    var hasGivenTime = true
    /// Whether a small file is likely to be next.
    var preparing = false

    /// Nil where it is done; else the server's refusal, after which everything is as it was.
    func refusal(for operation: EndpointError.Operation) throws(EndpointError) -> FTPReply? {
        if endpoint.server.replacesNames {
            let answer = try attempt(operation)
            guard answer.refusesName, let refusal = answer.refusal else { return answer.refusal }
            return try besideOld(operation, after: refusal)
        }
        return try besideOld(operation, after: nil)
    }

    /// Some servers rename onto no name that is taken. There the old file goes out of the way, and comes back if the new one
    /// does not get its name.
    private func besideOld(
        _ operation: EndpointError.Operation, after refusal: FTPReply?
    ) throws(EndpointError) -> FTPReply? {
        guard let old = try endpoint.look(at: target, for: operation), old.kind == .file else {
            if let refusal { return refusal }
            return try attempt(operation).refusal
        }
        let aside = endpoint.path.bytes(of: target.renamed(to: StagedName.make(for: target.name)))
        let moved = try endpoint.caught(operation, target) { () throws(FTPFailure) in
            try endpoint.client.rename(place, to: aside)
        }
        guard moved.isSuccess else { return refusal ?? moved.reply }
        do throws(EndpointError) {
            if let second = try attempt(operation).refusal {
                endpoint.client.putBack(aside, to: place)
                return refusal ?? second
            }
        } catch {
            endpoint.client.putBack(aside, to: place)
            throw error
        }
        endpoint.server.noteKeptName()
        endpoint.client.sweep(aside)
        return nil
    }

    private var place: [UInt8] { endpoint.path.bytes(of: target) }

    private func attempt(
        _ operation: EndpointError.Operation
    ) throws(EndpointError) -> (refusal: FTPReply?, refusesName: Bool) {
        let server = endpoint.server
        let (renaming, found) = try endpoint.caught(operation, target) { () throws(FTPFailure) in
            let renaming = try endpoint.client.rename(
                source, to: place, then: server.questions(about: place), preparing: preparing)
            return (renaming, renaming.isSuccess ? try server.answer(renaming.answers, about: target) : nil)
        }
        guard renaming.isSuccess else { return (renaming.reply, renaming.refusesName) }
        if let known, known.kind == .file, !isSame(known, found), try !wasOvertaken(by: found, operation) {
            throw endpoint.failure(
                .protocolViolation, operation, target, "the server says that the file has its name now, and it has not")
        }
        return (nil, false)
    }

    /// Whether another writer's file has the name by now: one that was written later, where times tell that; the file's old name
    /// is gone then. Then the last one wins. An old file that kept its name would be older.
    private func wasOvertaken(
        by found: Entry?, _ operation: EndpointError.Operation
    ) throws(EndpointError) -> Bool {
        guard !hasGivenTime, let known, let found, found.kind == .file, found.size == known.size,
            let time = known.modified, let now = found.modified, now > time
        else { return false }
        return try endpoint.caught(operation, target) { () throws(FTPFailure) in
            try endpoint.server.file(at: source, as: target) == nil
        }
    }

    /// As far as the server tells.
    private func isSame(_ known: Entry, _ found: Entry?) -> Bool {
        guard let found, found.kind == .file, found.size == known.size else { return false }
        guard let time = known.modified, let now = found.modified else { return true }
        return time == now
    }
}

extension FTPClient {
    /// What became of RNFR and RNTO, and of what was asked after them.
    struct Renaming {
        /// The one that decides: of RNTO, or of RNFR where that was refused.
        let reply: FTPReply
        /// Whether it was the new name that was refused, for good.
        let refusesName: Bool
        let answers: [FTPReply]

        var isSuccess: Bool { reply.isSuccess }
    }

    func rename(
        _ path: [UInt8], to newPath: [UInt8], then questions: [[UInt8]] = [], preparing: Bool = false
    ) throws(FTPFailure) -> Renaming {
        let replies = try run(Self.renaming(path, newPath) + questions, preparing: preparing)
        let isFound = replies[0].code == 350
        return Renaming(
            reply: isFound ? replies[1] : replies[0], refusesName: isFound && replies[1].code >= 500,
            answers: Array(replies.dropFirst(2)))
    }

    /// Takes a renaming back, as far as that can be done; also when the run was cancelled.
    func putBack(_ path: [UInt8], to oldPath: [UInt8]) { runLast(Self.renaming(path, oldPath)) }

    private static func renaming(_ path: [UInt8], _ newPath: [UInt8]) -> [[UInt8]] {
        [FTPCommand.line("RNFR", path), FTPCommand.line("RNTO", newPath)]
    }
}
