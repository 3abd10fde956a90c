import FerryCore
import FerryEndpoints
import Testing

let siblingClauses: [Clause] = [
    Clause("a file is the same one for a sibling") { subject in
        try subject.put("a/file")
        let found = try subject.found("a/file")
        guard let identity = subject.endpoint.identity(of: found) else { return }
        let sibling = try subject.endpoint.sibling(at: "a/")
        #expect(sibling.identity(of: try sibling.entry(at: subject.path("file"))) == identity)
    },
    Clause("a sibling at a relative path starts at this root, and may lead back up") { subject in
        try subject.put("a/b/file", "content")
        let inner = Subject(try subject.endpoint.sibling(at: "a/b"))
        #expect(try inner.names() == ["file"])
        #expect(try inner.content("file") == "content")
        let outer = Subject(try inner.endpoint.sibling(at: "../.."))
        #expect(try outer.names() == ["a/", "a/b/", "a/b/file"])
    },
    Clause("a sibling's root need not exist yet, and is made like any directory") { subject in
        guard subject.hasRealDirectories else { return }
        let sibling = Subject(try subject.endpoint.sibling(at: "new"))
        #expect(try sibling.endpoint.entry(at: .root) == nil)
        try sibling.endpoint.createDirectory(at: .root, metadata: Metadata())
        try sibling.put("file")
        #expect(try subject.names() == ["new/", "new/file"])
    },
    Clause("a sibling can do what the endpoint can") { subject in
        let sibling = try subject.endpoint.sibling(at: "x")
        #expect(sibling.capabilities == subject.capabilities)
        #expect((sibling.links == nil) == (subject.endpoint.links == nil))
        #expect((sibling.renaming == nil) == (subject.endpoint.renaming == nil))
    },
]
