import FerryCore
import FerryEndpoints
import Testing

/// What listings make of symlinks.
let linkPolicyClauses: [Clause] = [
    Clause("symlinks are listed as themselves unless asked otherwise") { subject in
        guard try makeLinks(subject) else { return }
        #expect(try subject.names(below(.keep)) == ["t/d/", "t/d/f", "t/dangling", "t/dirs", "t/f", "t/file", "t/out"])
    },
    Clause("followAll lists what symlinks lead to; a dangling one is a failure with unsupported") { subject in
        guard try makeLinks(subject) else { return }
        let items = try subject.list(below(.followAll))
        #expect(
            items.map(\.text)
                == ["t/d/", "t/d/f", "t/dangling!", "t/dirs/", "t/dirs/f", "t/f", "t/file", "t/out/", "t/out/g"])
        let failures = items.compactMap { if case .failure(let error, _, _) = $0 { error.code } else { nil } }
        #expect(failures == [.unsupported])
        let file = try #require(items.first { $0.text == "t/file" }?.entry)
        #expect(file.kind == .file && file.size == 4 && file.linkTarget == nil)
    },
    Clause("followDirectories lists what symlinks to directories lead to") { subject in
        guard try makeLinks(subject) else { return }
        #expect(
            try subject.names(below(.followDirectories))
                == ["t/d/", "t/d/f", "t/dangling", "t/dirs/", "t/dirs/f", "t/f", "t/file", "t/out/", "t/out/g"])
    },
    Clause("followUnsafe lists what symlinks lead to that leave the tree") { subject in
        guard subject.endpoint.links != nil, try makeLinks(subject) else { return }
        let tree = try subject.endpoint.sibling(at: "t")
        let inner = Subject(tree)
        #expect(
            try inner.names(ListingRequest(links: .followUnsafe))
                == ["d/", "d/f", "dangling", "dirs", "f", "file", "out/", "out/g"])
    },
    Clause("what was listed through symlinks can be read") { subject in
        guard try makeLinks(subject) else { return }
        let entries = try subject.list(below(.followAll)).compactMap(\.entry).filter { $0.kind == .file }
        let contents = try entries.map { String(decoding: try subject.bytes(of: $0), as: UTF8.self) }
        #expect(contents == ["in d", "in d", "in t", "in t", "outside"])
    },
    Clause("what the user names may lie behind symlinks, and can be listed and read there") { subject in
        guard try makeLinks(subject) else { return }
        try subject.put("t/d/e/g", "in e")
        try subject.link("t/d/in", to: "e")
        #expect(try subject.endpoint.named(subject.path("t/d/f"), links: .keep)?.isBehindLink == false)
        for name in ["t/dirs/nothing", "t/dangling/f", "t/f/f", "nothing/f", "t/dirs/f/f"] {
            #expect(try subject.endpoint.named(subject.path(name), links: .keep) == nil, "\(name)")
        }
        let file = try #require(try subject.endpoint.named(subject.path("t/dirs/in/g"), links: .keep))
        #expect(file.isBehindLink && file.entry.size == 4)
        #expect(String(decoding: try subject.bytes(of: file.entry), as: UTF8.self) == "in e")
        let link = try #require(try subject.endpoint.named(subject.path("t/dirs/in"), links: .keep))
        #expect(link.entry.kind == .symlink)
        let items = try subject.list(ListingRequest(directory: subject.path("t/dirs"), links: .keepBelow))
        #expect(items.map(\.text) == ["t/dirs/e/", "t/dirs/e/g", "t/dirs/f", "t/dirs/in"])
        for entry in items.compactMap(\.entry) where entry.kind == .file { _ = try subject.bytes(of: entry) }
    },
    Clause("symlinks that lead in circles end in a failure, not in a listing without end") { subject in
        guard subject.endpoint.links != nil else { return }
        try subject.put("a/file")
        try subject.link("a/loop", to: "../a")
        try subject.link("self", to: "self")
        let items = try subject.list(ListingRequest(links: .followAll))
        #expect(items.contains { if case .failure = $0 { true } else { false } })
        #expect(items.count < 1000)
    },
]

private func below(_ links: ListingRequest.LinkPolicy) -> ListingRequest {
    ListingRequest(directory: RelativePath(unchecked: [UInt8(ascii: "t")]), links: links)
}

/// A tree `t` with a file, a directory and symlinks to both, one that dangles and one that leaves the tree.
private func makeLinks(_ subject: Subject) throws -> Bool {
    guard subject.endpoint.links != nil else { return false }
    try subject.put("o/g", "outside")
    try subject.put("t/d/f", "in d")
    try subject.put("t/f", "in t")
    try subject.link("t/file", to: "f")
    try subject.link("t/dirs", to: "d")
    try subject.link("t/dangling", to: "nothing")
    try subject.link("t/out", to: "../o")
    return true
}
