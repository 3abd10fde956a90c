import FerryCore
import FerryEndpoints
import Testing

let listingClauses: [Clause] = [
    Clause("an empty directory lists nothing") { subject in
        let names = try subject.names()
        #expect(names.isEmpty)
    },
    Clause("a listing is in canonical order: a, a-b, a/") { subject in
        for name in ["a/b", "a/a/x", "a-b/c", "a.c", "a0", "b", "a/-", "a/a-/z"] { try subject.put(name) }
        try subject.put("0", "")
        let expected = [
            "0", "a-b/", "a-b/c", "a.c", "a/", "a/-", "a/a-/", "a/a-/z", "a/a/", "a/a/x", "a/b", "a0", "b",
        ]
        #expect(try subject.names() == expected)
    },
    Clause("bytes order names, not letters") { subject in
        for name in ["B", "a", "Z", "é", "y", "_"] { try subject.put(name) }
        #expect(try subject.names() == ["B", "Z", "_", "a", "y", "é"])
    },
    Clause("a listing that is not recursive enters nothing") { subject in
        for name in ["a/b/c", "a/d", "e"] { try subject.put(name) }
        #expect(try subject.names(ListingRequest(recursive: false)) == ["a/", "e"])
        let below = ListingRequest(directory: subject.path("a"), recursive: false)
        #expect(try subject.names(below) == ["a/b/", "a/d"])
    },
    Clause("a directory below the root is listed with paths from the root") { subject in
        for name in ["a/b/c", "a/d", "a-x/y", "ab"] { try subject.put(name) }
        let below = ListingRequest(directory: subject.path("a"))
        #expect(try subject.names(below) == ["a/b/", "a/b/c", "a/d"])
    },
    Clause("a directory that is not there is notFound, or empty where directories are simulated") { subject in
        try subject.put("file")
        for name in ["nothing", "file"] {
            let request = ListingRequest(directory: subject.path(name))
            if subject.hasRealDirectories {
                expectError(.notFound, clause: "listing what is no directory") { _ = try subject.names(request) }
            } else {
                #expect(try subject.names(request).isEmpty)
            }
        }
    },
    Clause("a large directory is listed whole, each entry once, over all pages") { subject in
        let failures = onThreads(4) { thread in
            for index in stride(from: thread, to: subject.largeDirectory, by: 4) {
                try subject.put(subject.path("large/\(index)"), [])
            }
        }
        #expect(failures.isEmpty)
        let expected = (0..<subject.largeDirectory).map { "large/\($0)" }.sorted { Array($0.utf8) < Array($1.utf8) }
        let listed = try subject.names()
        #expect(listed == ["large/"] + expected)
    },
    Clause("a deep tree is listed to its ground") { subject in
        let deep = (1...60).map { String(repeating: "d", count: 1 + $0 % 3) }.joined(separator: "/")
        guard subject.names.allows(subject.path(deep)) else { return }
        try subject.put(deep, "bottom")
        #expect(try subject.list().count == 60)
        #expect(try subject.content(deep) == "bottom")
    },
    Clause("a path of 5,000 bytes is listed, read and removed, unless the rules exclude it") { subject in
        let long = (1...20).map { _ in String(repeating: "n", count: 250) }.joined(separator: "/")
        guard subject.names.allows(subject.path(long)) else { return }
        try subject.put(long, "far")
        #expect(try subject.list().last?.path == subject.path(long))
        #expect(try subject.content(long) == "far")
        try subject.endpoint.remove(subject.path(long), kind: .file)
        #expect(try subject.entry(long) == nil)
    },
    Clause("an entry of a listing is the entry that a look finds") { subject in
        try subject.put("file", "12345", metadata: Metadata(modified: Timestamp(seconds: 1_600_000_000)))
        let listed = try #require(try subject.list().first?.entry)
        let found = try subject.found("file")
        #expect(listed.size == found.size && listed.version == found.version && listed.digest == found.digest)
        guard subject.capabilities.listsMetadata else { return }
        #expect(listed.modified == found.modified)
        #expect(listed.permissions == found.permissions && listed.owner == found.owner)
    },
    Clause("a directory that cannot be read is a failure in its place; the listing goes on after it") { subject in
        guard let forbid = subject.forbid else { return }
        for name in ["a", "closed/file", "z"] { try subject.put(name) }
        try forbid(subject.path("closed"))
        let items = try subject.list()
        #expect(items.map(\.text).filter { $0 != "closed/" } == ["a", "closed!", "z"])
        let failures = items.compactMap {
            if case .failure(let error, _, let subtree) = $0 { (error, subtree) } else { nil }
        }
        #expect(failures.first?.0.code == .permissionDenied && failures.first?.1 == true)
    },
    Clause("a listing can be cancelled at any time") { subject in
        for index in 0..<30 { try subject.put("\(index)") }
        let listing = try subject.endpoint.list(ListingRequest())
        _ = try listing.next()
        listing.cancel()
        listing.cancel()
    },
]

extension [UInt8] {
    /// Byte order.
    fileprivate static func < (left: [UInt8], right: [UInt8]) -> Bool { left.lexicographicallyPrecedes(right) }
}
