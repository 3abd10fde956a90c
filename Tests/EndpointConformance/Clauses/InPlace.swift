import FerryCore
import FerryEndpoints
import Testing

let inPlaceClauses: [Clause] = [
    Clause("in place, bytes change in the existing file, which stays the same file") { subject in
        guard subject.capabilities.writesInPlace, subject.capabilities.writeOrder == .any else { return }
        let old = try subject.put("file", "0123456789").entry
        let file = try stageInPlace(subject, keepsContent: true)
        try file.write("abc", at: 3)
        let new = try file.commit(metadata: Metadata(), length: 10).entry
        #expect(try subject.content("file") == "012abc6789")
        #expect(old.version?.identity == new.version?.identity)
        #expect(try subject.names() == ["file"])
    },
    Clause("in place, a file can be appended to") { subject in
        guard subject.capabilities.writesInPlace else { return }
        try subject.put("file", "0123")
        let file = try stageInPlace(subject, keepsContent: true)
        try file.write("4567", at: 4)
        _ = try file.commit(metadata: Metadata(), length: 8)
        #expect(try subject.content("file") == "01234567")
    },
    Clause("in place, what is not written stays where it is, if nothing can be moved") { subject in
        guard subject.capabilities.composition == .unmoved else { return }
        var content = pattern(5000)
        try subject.put(subject.path("file"), content)
        let file = try stageInPlace(subject, keepsContent: true)
        try file.write([1, 2, 3], at: 1000)
        try file.write([4, 5], at: 1003)
        try file.write([6], at: 4000)
        try file.write([7, 8], at: 5000)
        let entry = try file.commit(metadata: Metadata(), length: 5002).entry
        content.replaceSubrange(1000..<1005, with: [1, 2, 3, 4, 5])
        content[4000] = 6
        #expect(try subject.bytes(of: entry) == content + [7, 8])
    },
    Clause("in place, a commit cuts the file off at its length") { subject in
        guard subject.capabilities.writesInPlace, subject.capabilities.writeOrder == .any else { return }
        try subject.put("file", "0123456789")
        let file = try stageInPlace(subject, keepsContent: true)
        try file.write("ab", at: 0)
        #expect(try file.commit(metadata: Metadata(), length: 5).entry.size == 5)
        #expect(try subject.content("file") == "ab234")
    },
    Clause("in place, what is read back ends where the commit cuts the file off") { subject in
        guard subject.capabilities.writesInPlace, subject.capabilities.writeOrder == .any else { return }
        try subject.put("file", "0123456789")
        let file = try stageInPlace(subject, keepsContent: true, size: 4)
        try file.write("abcd", at: 0)
        if let reader = try file.readBack() { #expect(try reader.drain(step: 1000) == Array("abcd".utf8)) }
        for digest in try file.storedDigests(by: .sha256) ?? [] {
            #expect(digest.range == ByteRange(offset: 0, length: 4))
        }
        #expect(try file.commit(metadata: Metadata(), length: 4).entry.size == 4)
        #expect(try subject.content("file") == "abcd")
    },
    Clause("in place, a file can be emptied first") { subject in
        guard subject.capabilities.writesInPlace else { return }
        try subject.put("file", "0123456789")
        let file = try stageInPlace(subject, keepsContent: false)
        try file.write("ab", at: 0)
        _ = try file.commit(metadata: Metadata(), length: 2)
        #expect(try subject.content("file") == "ab")
    },
    Clause("in place, an absent file is made") { subject in
        guard subject.capabilities.writesInPlace else { return }
        let file = try stageInPlace(subject, keepsContent: true)
        try file.write("new", at: 0)
        _ = try file.commit(metadata: Metadata(), length: 3)
        #expect(try subject.content("file") == "new")
    },
    Clause("in place, ranges of the file itself are moved, also where they overlap") { subject in
        // Such a copy is never made again: what was lost is an error.
        guard !subject.repeatsLostCalls else { return }
        guard subject.capabilities.writesInPlace, subject.capabilities.composition == .bytes else { return }
        for (source, length, target) in [(0, 900_000, 7), (7, 900_000, 0), (100_000, 600_000, 400_000), (3, 5, 100)] {
            var expected = pattern(1_000_000)
            let entry = try subject.put(subject.path("file"), expected).entry
            let file = try stageInPlace(subject, keepsContent: true)
            try file.write([1, 2, 3], at: 999_000)
            let range = ByteRange(offset: Int64(source), length: Int64(length))
            try file.copy(range, of: entry, at: Int64(target))
            let committed = try file.commit(metadata: Metadata(), length: 1_000_000).entry
            expected.replaceSubrange(999_000..<999_003, with: [1, 2, 3])
            expected.replaceSubrange(target..<target + length, with: Array(expected[source..<source + length]))
            #expect(try subject.bytes(of: committed, step: 65_536) == expected, "\(source) to \(target)")
        }
    },
    Clause("in place, discarding leaves what was written") { subject in
        guard subject.capabilities.writesInPlace, subject.capabilities.writeOrder == .any else { return }
        try subject.put("file", "0123456789")
        let file = try stageInPlace(subject, keepsContent: true)
        try file.write("abc", at: 3)
        file.discard()
        #expect(try subject.content("file") == "012abc6789")
    },
    Clause("where files cannot be written in place, that is unsupported and changes nothing") { subject in
        guard !subject.capabilities.writesInPlace else { return }
        try subject.put("file", "old")
        expectError(.unsupported, clause: "writing in place") { _ = try stageInPlace(subject, keepsContent: false) }
        #expect(try subject.content("file") == "old")
    },
]

private func stageInPlace(
    _ subject: Subject, keepsContent: Bool, size: Int64? = nil
) throws -> any StagedFile {
    let placement = StageRequest.Placement.inPlace(keepsContent: keepsContent)
    return try subject.endpoint.stage(StageRequest(path: subject.path("file"), size: size, placement: placement))
}
