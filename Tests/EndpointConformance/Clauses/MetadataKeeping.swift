import FerryCore
import FerryEndpoints
import Testing

let metadataClauses: [Clause] = [
    Clause("a modification time is kept as precisely as declared") { subject in
        for seconds: Int64 in [1_700_000_001, 0, 4_102_444_801] {
            let time = Timestamp(seconds: seconds, nanoseconds: 123_456_789)
            try subject.put("file", metadata: Metadata(modified: time))
            let modified = try subject.found("file").modified
            if subject.keeps(.modified) {
                #expect(modified == time.truncated(to: subject.capabilities.timePrecision))
            }
        }
    },
    Clause("a commit sets the metadata that is kept and names the rest") { subject in
        let all = try subject.settableMetadata()
        let committed = try subject.put("file", metadata: all)
        let file = try subject.found("file")
        expectNamed(committed.notSet, of: all, on: file, kept: subject.capabilities.metadataKept)
        expectMetadata(all, of: file, on: subject)
    },
    Clause("apply sets the metadata that is kept and names the rest") { subject in
        try subject.put("file")
        let all = try subject.settableMetadata()
        let notSet = try subject.endpoint.apply(all, to: subject.path("file"), kind: .file)
        let file = try subject.found("file")
        expectNamed(notSet, of: all, on: file, kept: subject.capabilities.metadataApplied)
        if subject.appliesAll { expectMetadata(all, of: file, on: subject) }
        #expect(try subject.content("file") == "content")
    },
    Clause("fields that are nil stay as they are") { subject in
        try subject.put("file", metadata: subject.settableMetadata())
        let before = try subject.found("file")
        let time = Timestamp(seconds: 1_500_000_000)
        _ = try subject.endpoint.apply(Metadata(modified: time), to: subject.path("file"), kind: .file)
        let after = try subject.found("file")
        #expect(after.permissions == before.permissions && after.owner == before.owner)
    },
    Clause("a directory's metadata is set") { subject in
        guard subject.hasRealDirectories else { return }
        try subject.put("directory/file")
        let all = try subject.settableMetadata(permissions: 0o750)
        _ = try subject.endpoint.apply(all, to: subject.path("directory"), kind: .directory)
        if subject.appliesAll && subject.setsDirectoryTimes {
            expectMetadata(all, of: try subject.found("directory"), on: subject)
        }
    },
    Clause("all permission bits are kept") { subject in
        guard subject.keeps(.permissions) else { return }
        for bits: UInt16 in [0o600, 0o777, 0o4755, 0o2711, 0o1644, 0o400] {
            try subject.put("file", metadata: Metadata(permissions: bits))
            #expect(try subject.found("file").permissions == bits)
        }
    },
    Clause("special bits of a directory are taken away") { subject in
        guard subject.keeps(.permissions), subject.hasRealDirectories, subject.appliesAll else { return }
        let path = subject.path("directory")
        try subject.endpoint.createDirectory(at: path, metadata: Metadata())
        _ = try subject.endpoint.apply(Metadata(permissions: 0o2755), to: path, kind: .directory)
        _ = try subject.endpoint.apply(Metadata(permissions: 0o755), to: path, kind: .directory)
        #expect(try subject.found("directory").permissions == 0o755)
    },
    Clause("metadata of what is absent is notFound") { subject in
        expectError(.notFound, clause: "applying to an absent file") {
            _ = try subject.endpoint.apply(
                Metadata(modified: Timestamp(seconds: 1)), to: subject.path("nothing"), kind: .file)
        }
    },
]

/// An account that gives no files away may name the user as not set, or find that it is the one already.
private func expectNamed(_ notSet: MetadataFields, of metadata: Metadata, on file: Entry, kept: MetadataFields) {
    var rest = metadata.fields.subtracting(kept)
    if !notSet.contains(.user), file.owner?.user == metadata.user { rest.remove(.user) }
    #expect(notSet == rest)
}

private func expectMetadata(_ metadata: Metadata, of entry: Entry, on subject: Subject) {
    let precision = subject.capabilities.timePrecision
    if subject.keeps(.modified) { #expect(entry.modified == metadata.modified?.truncated(to: precision)) }
    if subject.keeps(.accessed) { #expect(entry.accessed == metadata.accessed?.truncated(to: precision)) }
    if subject.keeps(.permissions) { #expect(entry.permissions == metadata.permissions) }
    if subject.keeps(.user) { #expect(entry.owner?.user == metadata.user) }
    if subject.keeps(.group) { #expect(entry.owner?.group == metadata.group) }
}

extension Subject {
    fileprivate func keeps(_ field: MetadataFields) -> Bool { capabilities.metadataKept.contains(field) }

    /// Whether metadata that is kept can be set without content.
    fileprivate var appliesAll: Bool { capabilities.metadataApplied == capabilities.metadataKept }

    /// All fields, with the owner that files have anyway: nobody needs rights to set that.
    fileprivate func settableMetadata(permissions: UInt16 = 0o640) throws -> Metadata {
        let owner = try put("probe").entry.owner ?? Owner(user: 0, group: 0)
        try endpoint.remove(path("probe"), kind: .file)
        return Metadata(
            modified: Timestamp(seconds: 1_600_000_001, nanoseconds: 987_654_321),
            accessed: Timestamp(seconds: 1_650_000_001, nanoseconds: 123_456_789),
            permissions: permissions, user: owner.user, group: owner.group)
    }
}
