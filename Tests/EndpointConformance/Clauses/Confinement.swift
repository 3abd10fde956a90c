import FerryCore
import FerryEndpoints
import Testing

/// Nothing outside the root is reached, not even through symlinks that others put below it.
let confinementClauses: [Clause] = [
    Clause("a symlink in the middle of a path is not followed") { subject in
        guard let inner = try prison(subject) else { return }
        #expect((try? inner.endpoint.entry(at: subject.path("up/secret"))) == nil)
        #expect((try? inner.endpoint.entry(at: subject.path("side/file"))) == nil)
    },
    Clause("nothing is written through a symlink in the middle of a path") { subject in
        guard let inner = try prison(subject) else { return }
        for name in ["up/new", "side/new"] {
            #expect(throws: EndpointError.self) {
                let file = try inner.stage(name)
                defer { file.discard() }
                _ = try file.commit(metadata: Metadata(), length: 0)
            }
            #expect(throws: EndpointError.self) {
                try inner.endpoint.createDirectory(at: subject.path(name), metadata: Metadata())
            }
        }
        #expect(
            try subject.names() == ["inner/", "inner/real/", "inner/real/file", "inner/side", "inner/up", "secret"])
    },
    Clause("nothing is removed or changed through a symlink in the middle of a path") { subject in
        guard let inner = try prison(subject) else { return }
        let before = try subject.found("secret")
        // A repeated removal takes what it cannot find for removed.
        if subject.repeatsLostCalls {
            try? inner.endpoint.remove(subject.path("up/secret"), kind: .file)
        } else {
            #expect(throws: EndpointError.self) { try inner.endpoint.remove(subject.path("up/secret"), kind: .file) }
        }
        #expect(throws: EndpointError.self) {
            _ = try inner.endpoint.apply(
                Metadata(modified: Timestamp(seconds: 1)), to: subject.path("up/secret"), kind: .file)
        }
        #expect(try subject.found("secret") == before)
    },
    Clause("nothing is listed through a symlink that was not to be followed") { subject in
        guard let inner = try prison(subject) else { return }
        expectError(.notFound, .unsupported, .permissionDenied, clause: "listing a symlink to a directory") {
            _ = try inner.names(ListingRequest(directory: subject.path("up")))
        }
    },
]

/// An endpoint whose root lies beside a secret, with symlinks out of it and within it.
private func prison(_ subject: Subject) throws -> Subject? {
    guard subject.endpoint.links != nil else { return nil }
    try subject.put("secret", "secret")
    try subject.put("inner/real/file")
    let inner = Subject(try subject.endpoint.sibling(at: "inner"))
    try inner.link("up", to: "..")
    try inner.link("side", to: "real")
    return inner
}
