import FerryCore
import FerryEndpoints
import Testing

let stagingClauses: [Clause] = [
    Clause("a staged file is invisible until it is committed") { subject in
        let file = try subject.stage("file")
        try file.write("content")
        #expect(try subject.entry("file") == nil)
        #expect(try subject.names().isEmpty)
        _ = try file.commit(metadata: Metadata(), length: 7)
        #expect(try subject.names() == ["file"])
        #expect(try subject.content("file") == "content")
    },
    Clause("the old file stays whole until the commit") { subject in
        try subject.put("file", "old")
        let file = try subject.stage("file")
        try file.write("new content")
        #expect(try subject.content("file") == "old")
        _ = try file.commit(metadata: Metadata(), length: 11)
        #expect(try subject.content("file") == "new content")
        #expect(try subject.names() == ["file"])
    },
    Clause("a replaced file is never absent and never a mixture") { subject in
        guard subject.capabilities.replacesAtomically else { return }
        let size = 20_000
        try subject.put(subject.path("file"), [UInt8](repeating: 0, count: size))
        let failures = onThreads(2) { thread in
            for round in 1...30 {
                if thread == 0 {
                    try subject.put(subject.path("file"), [UInt8](repeating: UInt8(round), count: size))
                } else {
                    try requireOneVersion(subject, "file", size)
                }
            }
        }
        #expect(failures.isEmpty)
    },
    Clause("an empty file is committed") { subject in
        let file = try subject.stage("empty")
        #expect(try file.commit(metadata: Metadata(), length: 0).entry.size == 0)
        #expect(try subject.names() == ["empty"])
    },
    Clause("a file is written in many pieces") { subject in
        let bytes = pattern(100_000)
        let file = try subject.stage(subject.path("file"), size: bytes.count)
        for start in stride(from: 0, to: bytes.count, by: 3331) {
            try file.write(Array(bytes[start..<min(start + 3331, bytes.count)]), at: Int64(start))
        }
        let entry = try file.commit(metadata: Metadata(), length: Int64(bytes.count)).entry
        #expect(try subject.bytes(of: entry) == bytes)
    },
    Clause("pieces come in any order where the endpoint says so, else the wrong one is unsupported") { subject in
        let bytes = pattern(5000)
        let file = try subject.stage(subject.path("file"), size: bytes.count)
        switch subject.capabilities.writeOrder {
        case .any:
            for start in [3000, 0, 4000, 1000, 2000] {
                try file.write(Array(bytes[start..<start + 1000]), at: Int64(start))
            }
            let entry = try file.commit(metadata: Metadata(), length: 5000).entry
            #expect(try subject.bytes(of: entry) == bytes)
        case .sequential:
            expectError(.unsupported, clause: "a write out of order") { try file.write([1], at: 1000) }
            file.discard()
        }
    },
    Clause("holes read as zeros, in the middle and at the end") { subject in
        let file = try subject.stage("file")
        try file.write([1, 2, 3], at: 0)
        try file.hole(ByteRange(offset: 3, length: 100_000))
        try file.write([4], at: 100_003)
        try file.hole(ByteRange(offset: 100_004, length: 50_000))
        let entry = try file.commit(metadata: Metadata(), length: 150_004).entry
        let zeros = [UInt8](repeating: 0, count: 100_000)
        #expect(entry.size == 150_004)
        #expect(try subject.bytes(of: entry) == [1, 2, 3] + zeros + [4] + zeros[..<50_000])
    },
    Clause("a file that is all hole is committed") { subject in
        let file = try subject.stage("file")
        try file.hole(ByteRange(offset: 0, length: 70_000))
        let entry = try file.commit(metadata: Metadata(), length: 70_000).entry
        #expect(try subject.bytes(of: entry) == [UInt8](repeating: 0, count: 70_000))
    },
    Clause("what was written can be read back before the commit, where the endpoint can do that") { subject in
        let bytes = pattern(20_000)
        let file = try subject.stage(subject.path("file"), size: 30_000)
        try file.write(bytes, at: 0)
        try file.hole(ByteRange(offset: 20_000, length: 10_000))
        if let reader = try file.readBack() {
            #expect(try reader.drain(step: 999) == bytes + [UInt8](repeating: 0, count: 10_000))
        }
        _ = try file.commit(metadata: Metadata(), length: 30_000)
    },
    Clause("a file can be staged in another directory of the same place") { subject in
        guard subject.hasRealDirectories else { return }
        try subject.makeDirectory("temporary")
        let directory = try subject.endpoint.sibling(at: "temporary")
        let request = StageRequest(path: subject.path("file"), placement: .directory(directory))
        let file = try subject.endpoint.stage(request)
        try file.write("content")
        #expect(try subject.names() == ["temporary/"])
        _ = try file.commit(metadata: Metadata(), length: 7)
        #expect(try subject.names() == ["file", "temporary/"])
        #expect(try subject.content("file") == "content")
    },
    Clause("staging below what is no directory fails and leaves nothing") { subject in
        guard subject.hasRealDirectories else { return }
        try subject.put("file", "old")
        for name in ["nothing/new", "file/new"] {
            expectError(.notFound, clause: "the directory of '\(name)' is missing") {
                let file = try subject.stage(name)
                defer { file.discard() }
                _ = try file.commit(metadata: Metadata(), length: 0)
            }
        }
        #expect(try subject.names() == ["file"])
        #expect(try subject.content("file") == "old")
    },
]

/// One read of a file that another thread replaces: whole and of one version, or known not to be.
private func requireOneVersion(_ subject: Subject, _ name: String, _ size: Int) throws {
    let entry = try subject.found(name)
    do {
        let bytes = try subject.bytes(of: entry)
        guard bytes.count == size, Set(bytes).count == 1 else { throw Subject.Missing(name: "one version") }
    } catch let error as EndpointError where error.code == .changedDuringTransfer {
        // The reader noticed.
    }
}
