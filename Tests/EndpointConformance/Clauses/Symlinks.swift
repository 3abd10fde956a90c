import FerryCore
import FerryEndpoints
import Testing

let symlinkClauses: [Clause] = [
    Clause("a symlink keeps its target exactly") { subject in
        guard let links = subject.endpoint.links else { return }
        let targets: [[UInt8]] = [
            Array("file".utf8), Array("../../up and away\n".utf8), Array("/absolute//x/".utf8), [0x61, 0xFF],
            [UInt8](repeating: 0x78, count: 3000),
        ]
        for (index, target) in targets.enumerated() {
            _ = try links.createSymlink(at: subject.path("link\(index)"), target: target, metadata: Metadata())
            let entry = try subject.found("link\(index)")
            #expect(entry.kind == .symlink && entry.linkTarget == target && entry.size == Int64(target.count))
        }
        #expect(try subject.list().compactMap(\.entry?.linkTarget) == targets)
    },
    Clause("a symlink replaces a file or a link, but no directory") { subject in
        guard let links = subject.endpoint.links else { return }
        try subject.put("file")
        try subject.put("directory/file")
        for target in ["one", "two"] {
            _ = try links.createSymlink(at: subject.path("file"), target: Array(target.utf8), metadata: Metadata())
            #expect(try subject.found("file").linkTarget == Array(target.utf8))
        }
        expectError(.alreadyExists, clause: "a symlink over a directory") {
            _ = try links.createSymlink(at: subject.path("directory"), target: [0x61], metadata: Metadata())
        }
        #expect(try subject.names() == ["directory/", "directory/file", "file"])
    },
    Clause("a file that is committed over a symlink replaces the link, not what it leads to") { subject in
        guard subject.endpoint.links != nil else { return }
        try subject.put("target", "old")
        try subject.link("link", to: "target")
        try subject.put("link", "new")
        #expect(try subject.found("link").kind == .file)
        #expect(try subject.content("link") == "new")
        #expect(try subject.content("target") == "old")
    },
    Clause("metadata is set on a symlink itself") { subject in
        guard subject.endpoint.links != nil else { return }
        let time = Timestamp(seconds: 1_600_000_000)
        try subject.put("target", metadata: Metadata(modified: time))
        try subject.link("link", to: "target")
        let other = Timestamp(seconds: 1_500_000_000)
        let notSet = try subject.endpoint.apply(
            Metadata(modified: other), to: subject.path("link"), kind: .symlink)
        let precision = subject.capabilities.timePrecision
        if !notSet.contains(.modified) { #expect(try subject.found("link").modified == other.truncated(to: precision)) }
        if subject.capabilities.metadataKept.contains(.modified) {
            #expect(try subject.found("target").modified == time.truncated(to: precision))
        }
    },
    Clause("a removed symlink leaves what it led to") { subject in
        guard subject.endpoint.links != nil else { return }
        try subject.put("directory/file")
        try subject.link("link", to: "directory")
        try subject.endpoint.remove(subject.path("link"), kind: .symlink)
        #expect(try subject.names() == ["directory/", "directory/file"])
    },
    Clause("a file that was swapped for a symlink is not read through it") { subject in
        guard subject.endpoint.links != nil else { return }
        let entry = try subject.put("file", "public").entry
        guard entry.version != nil else { return }
        try subject.put("secret", "secret")
        try subject.link("file", to: "secret")
        expectError(.changedDuringTransfer, .notFound, .unsupported, clause: "reading the old entry") {
            _ = try subject.bytes(of: entry)
        }
    },
]

extension Subject {
    func link(_ name: String, to target: String) throws {
        _ = try endpoint.links?.createSymlink(at: path(name), target: Array(target.utf8), metadata: Metadata())
    }
}
