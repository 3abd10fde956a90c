import FerryCore
import FerryEndpoints
import Testing

/// How staged files end when they are not simply committed.
let endingClauses: [Clause] = [
    Clause("a discarded file leaves nothing") { subject in
        let file = try subject.stage("file")
        try file.write("content")
        file.discard()
        #expect(try subject.entry("file") == nil)
        #expect(try subject.names().isEmpty)
    },
    Clause("a discarded write leaves the old file") { subject in
        try subject.put("file", "old")
        let file = try subject.stage("file")
        try file.write("new content")
        file.discard()
        #expect(try subject.content("file") == "old")
        #expect(try subject.names() == ["file"])
    },
    Clause("a commit of the wrong length is corrupted, and the old file stays") { subject in
        try subject.put("file", "old")
        for length: Int64 in [0, 6, 8] {
            let file = try subject.stage("file")
            try file.write("content")
            expectError(.corrupted, clause: "7 bytes committed as \(length)") {
                _ = try file.commit(metadata: Metadata(), length: length)
            }
            file.discard()
        }
        #expect(try subject.content("file") == "old")
        #expect(try subject.names() == ["file"])
    },
    Clause("a commit that threw can be discarded or done again") { subject in
        let file = try subject.stage("file")
        try file.write("content")
        expectError(.corrupted, clause: "the wrong length") { _ = try file.commit(metadata: Metadata(), length: 3) }
        _ = try file.commit(metadata: Metadata(), length: 7)
        #expect(try subject.content("file") == "content")
    },
    Clause("a commit made again succeeds or is notFound, and the file stays whole") { subject in
        let file = try subject.stage("file")
        try file.write("content")
        _ = try file.commit(metadata: Metadata(), length: 7)
        do throws(EndpointError) {
            _ = try file.commit(metadata: Metadata(), length: 7)
        } catch {
            #expect(error.code == .notFound)
        }
        #expect(try subject.content("file") == "content")
        #expect(try subject.names() == ["file"])
    },
    Clause("a commit over a directory is alreadyExists, and the directory stays") { subject in
        guard subject.hasRealDirectories else { return }
        try subject.put("name/file")
        expectError(.alreadyExists, clause: "committing over a directory") {
            let file = try subject.stage("name")
            defer { file.discard() }
            _ = try file.commit(metadata: Metadata(), length: 0)
        }
        #expect(try subject.names() == ["name/", "name/file"])
    },
    Clause("a file that is kept shows what was written under its own name, the old file stays") { subject in
        try subject.put("file", "old")
        let file = try subject.stage("file")
        try file.write("half of")
        try file.keep(at: subject.path("partial"))
        #expect(try subject.content("partial") == "half of")
        #expect(try subject.content("file") == "old")
        #expect(try subject.names() == ["file", "partial"])
    },
    Clause("a file can be kept under the name it was to get") { subject in
        let file = try subject.stage("file")
        try file.write("half of")
        try file.keep(at: subject.path("file"))
        #expect(try subject.content("file") == "half of")
        #expect(try subject.names() == ["file"])
    },
]
