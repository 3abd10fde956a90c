import FerryCore
import FerryEndpoints
import Testing

let lookingClauses: [Clause] = [
    Clause("what is absent is nil, in whatever depth") { subject in
        try subject.put("file")
        #expect(try subject.entry("nothing") == nil)
        #expect(try subject.entry("no/such/directory") == nil)
        #expect(try subject.entry("file/below") == nil)
    },
    Clause("what is known of several names is what a look finds for each") { subject in
        for name in ["a/file", "a/other", "a/below/file", "file"] { try subject.put(name) }
        for directory in ["a", "", "a/file", "nothing"].map(subject.path) {
            var names = NameList()
            for name in ["below", "file", "nothing", "other"] { names.append(name.utf8) }
            let found = try subject.endpoint.attributes(of: names, in: directory)
            let looks = try (0..<names.count).map {
                try subject.endpoint.entry(at: directory.appending(name: names[$0]))?.attributes
            }
            #expect(found == looks)
        }
    },
    Clause("the root is a directory, which may be there only while something lies in it") { subject in
        if !subject.hasRealDirectories { try subject.put("file") }
        let root = try #require(try subject.endpoint.entry(at: .root))
        #expect(root.kind == .directory)
        #expect(root.path.isRoot)
    },
    Clause("a file and a directory are told apart") { subject in
        try subject.put("directory/file", "12345")
        let file = try subject.found("directory/file")
        #expect(file.kind == .file && file.size == 5 && file.path == subject.path("directory/file"))
        #expect(try subject.found("directory").kind == .directory)
    },
    Clause("being forbidden to look is an error, not absence") { subject in
        guard let forbid = subject.forbid else { return }
        try subject.put("closed/file")
        try forbid(subject.path("closed"))
        expectError(.permissionDenied, clause: "an entry of a closed directory") {
            _ = try subject.entry("closed/file")
        }
    },
    Clause("a commit's entry is what a look finds") { subject in
        let committed = try subject.put("file", "12345").entry
        let found = try subject.found("file")
        #expect(committed.path == found.path && committed.kind == found.kind && committed.size == found.size)
        #expect(committed.modified == found.modified)
        #expect(committed.version == found.version)
    },
    Clause("every write gives a new version") { subject in
        let first = try subject.put("file", "one").entry
        let second = try subject.put("file", "two").entry
        if first.version != nil { #expect(first.version != second.version) }
    },
]
