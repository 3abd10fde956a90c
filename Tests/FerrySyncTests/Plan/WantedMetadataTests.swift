import FerryCore
import FerryEndpoints
import FerryState
import FerrySync
import Testing

/// Permissions and owners by rsync's rules (rsync(1), --perms and --executability).
@Suite struct WantedMetadataTests {
    struct Row: Sendable {
        var perms = false
        var executability = false
        var umask: UInt16 = 0o022
        var chmod: UInt16?
        let source: UInt16
        var existing: UInt16?
        let wanted: UInt16
    }

    static let rows: [Row] = [
        Row(perms: true, source: 0o4751, wanted: 0o4751),
        Row(perms: true, source: 0o640, existing: 0o777, wanted: 0o640),
        Row(source: 0o4777, wanted: 0o755),
        Row(umask: 0o077, source: 0o664, wanted: 0o600),
        Row(source: 0o777, existing: 0o640, wanted: 0o640),
        Row(executability: true, source: 0o755, existing: 0o644, wanted: 0o755),
        Row(executability: true, source: 0o700, existing: 0o640, wanted: 0o750),
        Row(executability: true, source: 0o644, existing: 0o755, wanted: 0o644),
        Row(executability: true, source: 0o755, existing: 0o744, wanted: 0o744),
        Row(perms: true, chmod: 0o111, source: 0o644, wanted: 0o755),
        Row(chmod: 0o111, source: 0o644, wanted: 0o755),
        Row(chmod: 0o111, source: 0o644, existing: 0o600, wanted: 0o600),
    ]

    @Test(arguments: rows) func permissions(_ row: Row) {
        var options = MetadataOptions()
        options.permissions = row.perms
        options.executability = row.executability
        options.umask = row.umask
        if let added = row.chmod { options.changePermissions = { bits, _ in bits | added } }
        let wanted = WantedMetadata(options: options, kept: [.modified, .permissions, .user, .group])
        let source = Entry(path: "f", kind: .file, permissions: row.source)
        let existing = row.existing.map { Entry(path: "f", kind: .file, permissions: $0) }
        #expect(wanted.metadata(for: source.attributes, existing: existing?.attributes).permissions == row.wanted)
    }

    @Test func onlyWhatIsKeptIsWanted() {
        let wanted = WantedMetadata(options: MetadataOptions(), kept: [.modified])
        let metadata = wanted.metadata(for: entry.attributes, existing: nil)
        #expect(metadata == Metadata(modified: entry.modified))
    }

    @Test func ownersAreMapped() {
        var options = MetadataOptions()
        options.mapUser = { $0 + 1 }
        options.mapGroup = { $0 + 2 }
        let metadata = WantedMetadata(options: options, kept: [.user, .group]).metadata(
            for: entry.attributes, existing: nil)
        #expect(metadata.user == 11)
        #expect(metadata.group == 22)
    }

    @Test func groupsThatCannotBeGivenAreNotWanted() {
        var options = MetadataOptions()
        options.mapGroup = { $0 + 2 }
        for (groups, expected) in [([22], 22), ([20], nil), ([], nil), (nil, 22)] as [(Set<UInt32>?, UInt32?)] {
            let wanted = WantedMetadata(
                options: options, kept: [.group], settableGroups: groups.map { SettableGroups($0) })
            #expect(wanted.metadata(for: entry.attributes, existing: nil).group == expected)
        }
    }

    /// Who may not give away does not try to, and where nobody tells, what was refused before is left alone.
    @Test func usersThatCannotBeGivenAreNotWanted() {
        for (isAllowed, vain, expected) in [
            (true, [10], 10), (false, [], nil), (nil, [], 10), (nil, [10], nil), (nil, [11], 10),
        ] as [(Bool?, Set<UInt32>, UInt32?)] {
            let wanted = WantedMetadata(
                options: MetadataOptions(), kept: [.user], givingAway: GivingAway { { isAllowed } },
                vainOwners: VainOwners(users: vain))
            #expect(wanted.metadata(for: entry.attributes, existing: nil).user == expected)
            #expect(wanted.metadata(for: entry.attributes, existing: entry.attributes).user == 10)
        }
    }

    /// What is most likely nobody's to give is wanted of new entries without a question.
    @Test func onesOwnUserNeedsNoQuestion() {
        let wanted = WantedMetadata(
            options: MetadataOptions(), kept: [.user],
            givingAway: GivingAway(own: 10) {
                Issue.record("somebody asked")
                return { nil }
            })
        #expect(wanted.metadata(for: entry.attributes, existing: nil).user == 10)
    }

    @Test func groupsThatWereRefusedAreLeftAlone() {
        for (isAllowed, expected) in [(true, 20), (false, nil), (nil, nil)] as [(Bool?, UInt32?)] {
            let wanted = WantedMetadata(
                options: MetadataOptions(), kept: [.group], settableGroups: SettableGroups(own: nil) { nil },
                givingAway: GivingAway { { isAllowed } }, vainOwners: VainOwners(groups: [20]))
            #expect(wanted.metadata(for: entry.attributes, existing: nil).group == expected)
        }
    }

    @Test(arguments: EntryKind.allCases) func timesThatAreLeftOut(_ kind: EntryKind) {
        var options = MetadataOptions()
        options.omitsDirectoryTimes = true
        options.omitsLinkTimes = true
        let wanted = WantedMetadata(options: options, kept: [.modified])
        #expect(wanted.keepsTime(of: kind) == (kind != .directory && kind != .symlink))
    }

    @Test func symlinksHaveNoPermissions() {
        let link = Entry(path: "f", kind: .symlink, modified: Timestamp(seconds: 7), permissions: 0o644)
        let wanted = WantedMetadata(options: MetadataOptions(), kept: [.permissions])
        #expect(wanted.metadata(for: link.attributes, existing: nil).permissions == nil)
    }

    private let entry = Entry(
        path: "f", kind: .file, modified: Timestamp(seconds: 7), permissions: 0o644, owner: Owner(user: 10, group: 20))
}
