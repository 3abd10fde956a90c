import FerryCore
import FerryEndpoints
import FerryState
import FerrySync
import Testing

/// Each option in each situation.
@Suite struct PlannerTests {
    /// What the destination has, compared with the source's file of 5 bytes and time 1000.
    enum Situation: CaseIterable, Sendable {
        case absent, same, older, newer, resized, directory, symlink

        var entry: Entry? {
            switch self {
            case .absent: nil
            case .same: .file(5, 1000)
            case .older: .file(5, 900)
            case .newer: .file(5, 1100)
            case .resized: .file(6, 1000)
            case .directory: Entry(path: "f", kind: .directory, modified: Timestamp(seconds: 1000), permissions: 0o755)
            case .symlink: Entry(path: "f", kind: .symlink, modified: Timestamp(seconds: 1000), linkTarget: [1])
            }
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let change: @Sendable (inout SyncOptions) -> Void
        /// In the order of the situations.
        let expected: [String]

        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(
            name: "plain", change: { _ in },
            expected: [
                "create missing", "skip same", "update timeDiffers", "update timeDiffers", "update sizeDiffers",
                "create kindDiffers", "create kindDiffers",
            ]),
        Row(
            name: "-u", change: { $0.comparison.keepsNewer = true },
            expected: [
                "create missing", "skip same", "update timeDiffers", "skip newerAtDestination", "update sizeDiffers",
                "create kindDiffers", "create kindDiffers",
            ]),
        Row(
            name: "--size-only", change: { $0.comparison.sizeOnly = true },
            expected: [
                "create missing", "skip same", "setMetadata metadataDiffers", "setMetadata metadataDiffers",
                "update sizeDiffers", "create kindDiffers", "create kindDiffers",
            ]),
        Row(
            name: "-I", change: { $0.comparison.ignoresTimes = true },
            expected: [
                "create missing", "update forced", "update forced", "update forced", "update sizeDiffers",
                "create kindDiffers", "create kindDiffers",
            ]),
        Row(
            name: "-c", change: { $0.comparison.content = true },
            expected: [
                "create missing", "compare", "compare", "compare", "update sizeDiffers", "create kindDiffers",
                "create kindDiffers",
            ]),
        Row(
            name: "--existing", change: { $0.comparison.onlyExisting = true },
            expected: [
                "skip doesNotExist", "skip same", "update timeDiffers", "update timeDiffers", "update sizeDiffers",
                "create kindDiffers", "create kindDiffers",
            ]),
        Row(
            name: "--ignore-existing", change: { $0.comparison.ignoresExisting = true },
            expected: [
                "create missing", "skip existsAlready", "skip existsAlready", "skip existsAlready",
                "skip existsAlready",
                "skip existsAlready", "skip existsAlready",
            ]),
        Row(
            name: "--max-size=4", change: { $0.selection.maximumSize = 4 },
            expected: Array(repeating: "skip tooLarge", count: 7)),
        Row(
            name: "--min-size=6", change: { $0.selection.minimumSize = 6 },
            expected: Array(repeating: "skip tooSmall", count: 7)),
        Row(
            name: "--max-size=5", change: { $0.selection.maximumSize = 5 },
            expected: [
                "create missing", "skip same", "update timeDiffers", "update timeDiffers", "update sizeDiffers",
                "create kindDiffers", "create kindDiffers",
            ]),
        Row(
            name: "--modify-window=100", change: { $0.comparison.modifyWindow = 100 },
            expected: [
                "create missing", "skip same", "skip same", "skip same", "update sizeDiffers", "create kindDiffers",
                "create kindDiffers",
            ]),
        Row(
            name: "--append", change: { $0.writing.method = .append(verify: false) },
            expected: [
                "create missing", "skip same", "skip notShorter", "skip notShorter", "skip notShorter",
                "create kindDiffers", "create kindDiffers",
            ]),
        Row(
            name: "--no-times", change: { $0.metadata.times = false },
            expected: [
                "create missing", "skip same", "update timeDiffers", "update timeDiffers", "update sizeDiffers",
                "create kindDiffers", "create kindDiffers",
            ]),
    ]

    @Test(arguments: rows) func files(_ row: Row) {
        var options = SyncOptions()
        row.change(&options)
        let planner = Planner(options: options, source: .memory, destination: .memory)
        let item = SourceItem(entry: .file(5, 1000), source: 0)
        for (situation, expected) in zip(Situation.allCases, row.expected) {
            #expect(planner.words(item, situation.entry) == expected, "\(situation)")
        }
    }

    @Test func contentDecides() {
        var options = SyncOptions()
        options.comparison.content = true
        let planner = Planner(options: options, source: .memory, destination: .memory)
        let item = SourceItem(entry: .file(5, 1000), source: 0)
        #expect(planner.words(item, .file(5, 900), contentIsEqual: true) == "setMetadata metadataDiffers")
        #expect(planner.words(item, .file(5, 1000), contentIsEqual: true) == "skip same")
        #expect(planner.words(item, .file(5, 1000), contentIsEqual: false) == "update contentDiffers")
    }

    /// A destination that keeps no time proves nothing by it.
    @Test func withoutTimes() {
        let place = Capabilities(timePrecision: .none, metadataKept: [])
        let planner = Planner(options: SyncOptions(), source: .memory, destination: place)
        let item = SourceItem(entry: .file(5, 1000), source: 0)
        #expect(planner.words(item, Entry(path: "f", kind: .file, size: 5)) == "update timeDiffers")
        var options = SyncOptions()
        options.comparison.sizeOnly = true
        let trusting = Planner(options: options, source: .memory, destination: place)
        #expect(trusting.words(item, Entry(path: "f", kind: .file, size: 5)) == "skip same")
    }

    @Test func coarserTimesOfOneSideDecide() {
        let place = Capabilities(timePrecision: .second)
        let planner = Planner(options: SyncOptions(), source: .memory, destination: place)
        let precise = Entry(
            path: "f", kind: .file, size: 5, modified: Timestamp(seconds: 1000, nanoseconds: 7), permissions: 0o644)
        #expect(planner.words(SourceItem(entry: precise, source: 0), .file(5, 1000)) == "skip same")
    }

    @Test func kindsThatAreLeftOut() {
        var options = SyncOptions()
        options.selection.links.keep = false
        options.selection.devices = false
        options.selection.specials = false
        let planner = Planner(options: options, source: .memory, destination: .memory)
        for kind in EntryKind.allCases where kind != .file && kind != .directory {
            let item = SourceItem(entry: Entry(path: "f", kind: kind, linkTarget: [1]), source: 0)
            #expect(planner.words(item, nil) == "skip notRegular")
        }
    }

    @Test func directories() {
        let planner = Planner(options: SyncOptions(), source: .memory, destination: .memory)
        let item = SourceItem(
            entry: Entry(path: "d", kind: .directory, modified: Timestamp(seconds: 1), permissions: 0o755), source: 0)
        #expect(planner.words(item, nil) == "make missing")
        #expect(planner.words(item, .file(1, 1)) == "make kindDiffers")
        #expect(planner.words(item, item.entry) == "skip same")
        let simulated = Capabilities(directories: .simulated)
        let flat = Planner(options: SyncOptions(), source: .memory, destination: simulated)
        #expect(flat.words(item, nil) == "skip same")
        #expect(flat.words(item, .file(1, 1)) == "make kindDiffers")
    }

    /// A record alone tells that a file is unchanged where it could not get its time.
    @Test func recordsStandForTimesThatAreNotKept() {
        let timeless = Capabilities(timePrecision: .second, metadataKept: [])
        let planner = Planner(options: SyncOptions(), source: .memory, destination: timeless)
        let item = SourceItem(entry: .file(5, 1000), source: 0)
        #expect(planner.words(item, .file(5, 1100), remembered: .holds) == "skip same")
        #expect(planner.words(item, .file(5, 1100), remembered: .differs) == "update timeDiffers")
        #expect(planner.words(item, .file(5, 1100)) == "update timeDiffers")
        #expect(planner.words(item, .file(6, 1100), remembered: .holds) == "update sizeDiffers")
        let keeping = Planner(options: SyncOptions(), source: .memory, destination: .memory)
        #expect(keeping.words(item, .file(5, 1100), remembered: .holds) == "update timeDiffers")
    }

    @Test func linksAndDevices() {
        let planner = Planner(options: SyncOptions(), source: .memory, destination: .memory)
        let link = Entry(path: "l", kind: .symlink, modified: Timestamp(seconds: 1), linkTarget: [1])
        let other = Entry(path: "l", kind: .symlink, modified: Timestamp(seconds: 1), linkTarget: [2])
        #expect(planner.words(SourceItem(entry: link, source: 0), link) == "skip same")
        #expect(planner.words(SourceItem(entry: link, source: 0), other) == "make targetDiffers")
        let device = Entry(
            path: "l", kind: .blockDevice, modified: Timestamp(seconds: 1), device: DeviceNumber(major: 1, minor: 2))
        let another = Entry(
            path: "l", kind: .blockDevice, modified: Timestamp(seconds: 1), device: DeviceNumber(major: 1, minor: 3))
        #expect(planner.words(SourceItem(entry: device, source: 0), another) == "make deviceDiffers")
        #expect(planner.words(SourceItem(entry: device, source: 0), link) == "make kindDiffers")
    }
}

extension Planner {
    fileprivate func words(
        _ item: SourceItem, _ present: Entry?, contentIsEqual: Bool? = nil,
        remembered: DirectoryRecords.Verdict = .unknown
    ) -> String {
        switch decide(item, destination: present, contentIsEqual: contentIsEqual, remembered: remembered) {
        case .compareContent: "compare"
        case .action(let action): "\(action.kind) \(action.reason)"
        }
    }
}

extension Entry {
    fileprivate static func file(_ size: Int64, _ seconds: Int64) -> Entry {
        Entry(path: "f", kind: .file, size: size, modified: Timestamp(seconds: seconds), permissions: 0o644)
    }
}
