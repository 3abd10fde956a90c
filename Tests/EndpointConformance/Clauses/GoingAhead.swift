import FerryCore
import FerryEndpoints
import Testing

/// Commits of several files that go ahead together.
let goingAheadClauses: [Clause] = [
    Clause("files that go ahead of their commits are all there in the end") { subject in
        try subject.put("old", "old content")
        let paths = ["a", "b", "dir/c", "old"]
        try subject.makeDirectory("dir")
        let files = try paths.map { try subject.staged($0) }
        subject.goAhead(Array(zip(files, paths)))
        for (name, file) in zip(paths, files) {
            let committed = try file.commit(metadata: Metadata(), length: Int64(name.utf8.count))
            #expect(committed.entry.path == subject.path(name))
            #expect(committed.entry.size == Int64(name.utf8.count))
        }
        for name in paths { #expect(try subject.content(name) == name) }
        let names = try subject.names()
        #expect(names.filter { $0.contains("ferry") } == [])
    },
    Clause("a file that goes ahead and cannot have its name does not keep others from theirs") { subject in
        guard subject.hasRealDirectories else { return }
        try subject.put("taken/file")
        let names = ["a", "taken", "z"]
        let files = try names.map { try subject.staged($0) }
        subject.goAhead(Array(zip(files, names)))
        for (name, file) in zip(names, files) {
            defer { file.discard() }
            if name == "taken" {
                expectError(.alreadyExists, clause: "committing over a directory") {
                    _ = try file.commit(metadata: Metadata(), length: 5)
                }
            } else {
                _ = try file.commit(metadata: Metadata(), length: 1)
            }
        }
        #expect(try subject.names() == ["a", "taken/", "taken/file", "z"])
    },
    Clause("a file of the wrong length that goes ahead is corrupted, and the old file stays") { subject in
        try subject.put("file", "old")
        let file = try subject.staged("file")
        subject.goAhead([(file, "thr")])
        expectError(.corrupted, clause: "4 bytes committed as 3") {
            _ = try file.commit(metadata: Metadata(), length: 3)
        }
        file.discard()
        #expect(try subject.content("file") == "old")
        #expect(try subject.names() == ["file"])
    },
    Clause("a file in a directory that is not there fails by its commit, whatever went ahead") { subject in
        guard subject.hasRealDirectories else { return }
        expectError(.notFound, clause: "a file in no directory") {
            let file = try subject.staged("absent/file")
            subject.goAhead([(file, "absent/file")])
            defer { file.discard() }
            _ = try file.commit(metadata: Metadata(), length: 11)
        }
        let names = try subject.names()
        #expect(names == [])
    },
    Clause("a file that goes ahead and is given up leaves nothing but what has its name") { subject in
        try subject.put("file", "old")
        let file = try subject.staged("file")
        subject.goAhead([(file, "file")])
        file.discard()
        let content = try subject.content("file")
        #expect(content == "old" || content == "file")
        #expect(try subject.names() == ["file"])
    },
]

extension Subject {
    /// A staged file that has its own name for content.
    fileprivate func staged(_ name: String) throws -> any StagedFile {
        let file = try stage(path(name), size: name.utf8.count)
        try file.write(name)
        return file
    }

    /// All of them take each step before any takes the next.
    fileprivate func goAhead(_ files: [(any StagedFile, String)]) {
        for _ in 0..<max(1, endpoint.capabilities.commitSteps) {
            for (file, content) in files {
                file.advance(toCommit: Metadata(), length: Int64(content.utf8.count))
            }
        }
    }
}
