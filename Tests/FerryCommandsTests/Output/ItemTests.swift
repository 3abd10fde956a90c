import FerryCore
import FerrySync
import Testing

@testable import FerryCommands

/// An item as the engine tells it.
func item(
    _ action: ActionKind, _ path: String, _ kind: EntryKind = .file, changes: Changes = [], isNew: Bool = false,
    linkedTo: String? = nil, target: String? = nil, reason: Reason = .missing, size: Int64 = 0
) -> ItemReport {
    ItemReport(
        action: action,
        entry: Entry(
            path: RelativePath(unchecked: Array(path.utf8)), kind: kind, size: size,
            modified: Timestamp(seconds: 1_000_000_000), permissions: 0o4755, owner: Owner(user: 7, group: 8),
            linkTarget: target.map { Array($0.utf8) }),
        changes: changes, isNew: isNew, linkedTo: linkedTo.map { RelativePath(unchecked: Array($0.utf8)) },
        reason: reason)
}

private func line(_ item: ItemReport, verbosity: Int = 0, itemize: Int = 0, format: String? = nil) throws -> String? {
    let info = try OutputLevels<InfoFlag>(verbosity: verbosity)
    let format = format ?? (itemize > 0 ? "%i %n%L" : verbosity > 0 ? "%n%L" : nil)
    let lines = ItemLines(
        format: format.map { ItemFormat(OutputFormat(parsing: $0), names: NameText()) }, info: info, itemize: itemize,
        names: NameText())
    return lines.line(for: item).map { String(decoding: $0, as: UTF8.self) }
}

@Suite struct ItemTests {
    @Test(arguments: [
        (item(.create, "a", isNew: true), ">f+++++++++ a"),
        (item(.update, "a", changes: [.size, .modified]), ">f.st...... a"),
        (item(.update, "a", changes: [.content, .modifiedToNow]), ">fc.T...... a"),
        (item(.make, "d", .directory, isNew: true), "cd+++++++++ d/"),
        (item(.make, "", .directory, changes: .modified), "cd..t...... ./"),
        (item(.setMetadata, "d", .directory, changes: [.permissions, .owner, .group]), ".d...pog... d/"),
        (item(.setMetadata, "a", changes: .accessed), ".f......u.. a"),
        (item(.make, "l", .symlink, changes: [.content, .size], target: "x"), "cLc........ l -> x"),
        (item(.make, "p", .fifo, isNew: true), "cS+++++++++ p"),
        (item(.make, "b", .blockDevice, isNew: true), "cD+++++++++ b"),
        (item(.link, "h", linkedTo: "a", reason: .hardLink), "hf          h => a"),
        (item(.create, "a", isNew: true, reason: .inReferenceTree), "cf+++++++++ a"),
        (item(.delete, "d", .directory), "*deleting   d/"),
        (item(.create, "new\nline", isNew: true), ">f+++++++++ new\\#012line"),
    ])
    func itemized(_ item: ItemReport, _ expected: String) throws {
        #expect(try line(item, itemize: 1) == expected)
    }

    @Test func unchangedEntriesAreShownWhenAskedForTwice() throws {
        let same = item(.skip, "a", reason: .same)
        #expect(try line(same, itemize: 1) == nil)
        #expect(try line(same, itemize: 2) == ".f          a")
        #expect(try line(same, verbosity: 2, itemize: 1) == ".f          a")
        #expect(try line(same, verbosity: 1) == nil)
        #expect(try line(same, verbosity: 2) == "a is uptodate")
        #expect(try line(item(.skip, "d", .directory, reason: .same), verbosity: 2) == nil)
        #expect(try line(item(.link, "h", linkedTo: "", reason: .hardLink), itemize: 2) == "hf          h")
    }

    @Test func namesAlone() throws {
        #expect(try line(item(.create, "a", isNew: true)) == nil)
        #expect(try line(item(.create, "a", isNew: true), verbosity: 1) == "a")
        #expect(try line(item(.delete, "d", .directory), verbosity: 1) == "deleting d/")
        #expect(try line(item(.delete, "a")) == nil)
    }

    @Test func changesOfMetadataAloneConcernDirectories() throws {
        let file = item(.setMetadata, "a", changes: .permissions)
        #expect(try line(file, verbosity: 1) == nil)
        #expect(try line(file, verbosity: 2) == "a")
        #expect(try line(item(.setMetadata, "d", .directory, changes: .modified), verbosity: 1) == "d/")
    }

    @Test(arguments: [
        (Reason.newerAtDestination, "a is newer"), (.existsAlready, "a exists"), (.tooLarge, "a is over max-size"),
        (.tooSmall, "a is under min-size"), (.doesNotExist, "not creating new file \"a\""),
    ])
    func skippedForAnOption(_ reason: Reason, _ expected: String) throws {
        #expect(try line(item(.skip, "a", reason: reason), verbosity: 1) == nil)
        #expect(try line(item(.skip, "a", reason: reason), verbosity: 2) == expected)
    }

    @Test func skippedForItsKind() throws {
        #expect(try line(item(.skip, "p", .fifo, reason: .notRegular)) == "skipping non-regular file \"p\"")
        let link = item(.skip, "l", .symlink, target: "/x", reason: .unsafeLink)
        #expect(try line(link, verbosity: 1) == "ignoring unsafe symlink \"l\" -> \"/x\"")
    }

    @Test func fields() throws {
        let file = item(.create, "d/a", isNew: true, size: 12345)
        #expect(try line(file, format: "%f|%l|%'l|%''l|%8l|%-8l|%%") == "d/a|12345|12,345|12.35K|   12345|12345   |%")
        #expect(try line(file, format: "%B %U:%G %o %b %c") == "rwsr-xr-x 7:8 send 0 0")
        #expect(try line(item(.delete, "a", size: 9), format: "%o %n %l %B") == "del. a 0 ---------")
        #expect(try line(item(.create, "\u{1}"), format: "%-3n|") == "\\#001  |")
    }
}
