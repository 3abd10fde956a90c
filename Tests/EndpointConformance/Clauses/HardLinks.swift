import FerryCore
import FerryEndpoints
import Testing

let hardLinkClauses: [Clause] = [
    Clause("a hard link is a further name of the same file") { subject in
        guard try link(subject, "two", to: "one", "content") else { return }
        let (one, two) = (try subject.found("one"), try subject.found("two"))
        if subject.tellsIdentity(one) {
            #expect(one.linkCount == 2 && two.linkCount == 2)
            #expect(one.version?.identity == two.version?.identity)
        }
        #expect(try subject.content("two") == "content")
    },
    Clause("a hard link replaces a file, but no directory") { subject in
        try subject.put("two", "other")
        try subject.put("directory/file")
        guard let links = subject.endpoint.links, try link(subject, "two", to: "one", "content") else { return }
        #expect(try subject.content("two") == "content")
        expectError(.alreadyExists, clause: "a hard link over a directory") {
            try links.createHardLink(at: subject.path("directory"), to: subject.path("one"), on: nil)
        }
        #expect(try subject.names() == ["directory/", "directory/file", "one", "two"])
    },
    Clause("a hard link that is there already stays") { subject in
        guard let links = subject.endpoint.links, try link(subject, "two", to: "one", "content") else { return }
        try links.createHardLink(at: subject.path("two"), to: subject.path("one"), on: nil)
        if subject.tellsIdentity(try subject.found("one")) { #expect(try subject.found("one").linkCount == 2) }
        #expect(try subject.names() == ["one", "two"])
    },
    Clause("a hard link to what is absent is notFound") { subject in
        guard let links = subject.endpoint.links else { return }
        expectError(.notFound, .unsupported, clause: "linking an absent file") {
            try links.createHardLink(at: subject.path("two"), to: subject.path("nothing"), on: nil)
        }
    },
    Clause("replacing or removing one name leaves the other its content") { subject in
        guard try link(subject, "two", to: "one", "content") else { return }
        try subject.put("one", "new")
        #expect(try subject.content("two") == "content")
        if subject.tellsIdentity(try subject.found("two")) { #expect(try subject.found("two").linkCount == 1) }
        try subject.endpoint.remove(subject.path("one"), kind: .file)
        #expect(try subject.content("two") == "content")
    },
    Clause("a hard link reaches a file of a sibling") { subject in
        guard let links = subject.endpoint.links else { return }
        try subject.put("reference/file", "content")
        let sibling = try subject.endpoint.sibling(at: "reference")
        guard try link(subject, "probe", to: "probed", "content") else { return }
        try links.createHardLink(at: subject.path("linked"), to: subject.path("file"), on: sibling)
        #expect(try subject.content("linked") == "content")
        if subject.tellsIdentity(try subject.found("linked")) { #expect(try subject.found("linked").linkCount == 2) }
    },
]

extension Subject {
    /// Whether names of one file can be told to be: SFTP makes hard links that it cannot see.
    fileprivate func tellsIdentity(_ entry: Entry) -> Bool { entry.version?.identity != nil }
}

/// Makes `existing` and a hard link to it; false where there are no hard links, though there may be symlinks.
func link(_ subject: Subject, _ name: String, to existing: String, _ content: String) throws -> Bool {
    guard let links = subject.endpoint.links else { return false }
    try subject.put(existing, content)
    do throws(EndpointError) {
        try links.createHardLink(at: subject.path(name), to: subject.path(existing), on: nil)
        return true
    } catch  where error.code == .unsupported {
        return false
    }
}
