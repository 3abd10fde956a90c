import FerryCore
import FerryEndpoints
import Testing

let resumingClauses: [Clause] = [
    Clause("a checkpointed file goes on where it was, and is invisible meanwhile") { subject in
        let bytes = pattern(50_000)
        guard let token = try checkpoint(subject, Array(bytes[..<20_000])) else { return }
        #expect(try subject.names().isEmpty)
        let file = try subject.endpoint.stage(StageRequest(path: subject.path("file"), size: 50_000, resuming: token))
        #expect(file.resumedLength > 0 && file.resumedLength <= 20_000)
        try file.write(Array(bytes[Int(file.resumedLength)...]), at: file.resumedLength)
        let entry = try file.commit(metadata: Metadata(), length: 50_000).entry
        #expect(try subject.bytes(of: entry) == bytes)
        #expect(try subject.names() == ["file"])
    },
    Clause("a new staged file resumes nothing") { subject in
        let file = try subject.stage("file")
        #expect(file.resumedLength == 0)
        file.discard()
    },
    Clause("a checkpointed file that is resumed and discarded is gone: its token is notFound") { subject in
        guard let token = try checkpoint(subject, pattern(20_000)) else { return }
        let request = StageRequest(path: subject.path("file"), resuming: token)
        try subject.endpoint.stage(request).discard()
        expectError(.notFound, clause: "resuming what was discarded") { _ = try subject.endpoint.stage(request) }
        #expect(try subject.names().isEmpty)
    },
    Clause("a staged file that is being written is no leftover") { subject in
        guard let leftovers = subject.endpoint.leftovers else { return }
        let file = try subject.stage("file")
        try file.write("content")
        #expect(try leftovers.removeLeftovers(in: .root) == 0)
        #expect(try leftovers.removeLeftovers(in: subject.path("nothing")) == 0)
        _ = try file.commit(metadata: Metadata(), length: 7)
        #expect(try subject.content("file") == "content")
        #expect(try leftovers.removeLeftovers(in: .root) == 0)
        #expect(try subject.names() == ["file"])
    },
    Clause("a checkpoint is not an end: writing goes on") { subject in
        let file = try subject.stage("file")
        try file.write("con")
        do {
            _ = try file.checkpoint()
        } catch let error as EndpointError where error.code == .unsupported {
            return file.discard()
        }
        try file.write("tent", at: 3)
        _ = try file.commit(metadata: Metadata(), length: 7)
        #expect(try subject.content("file") == "content")
    },
]

/// Writes the start of `file`, checkpoints it and lets it go. Nil where the endpoint has no checkpoints.
private func checkpoint(_ subject: Subject, _ bytes: [UInt8]) throws -> ResumeToken? {
    let file = try subject.stage("file")
    try file.write(bytes, at: 0)
    do {
        return try file.checkpoint()
    } catch let error where error.code == .unsupported {
        file.discard()
        return nil
    }
}
