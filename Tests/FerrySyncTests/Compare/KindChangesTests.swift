import FerryCore
import FerryEndpoints
import FerryManifest
import Testing

@testable import FerrySync

@Suite("Paths that are a directory on one side only")
struct KindChangesTests {
    /// What a merge meets, and with it what `KindChanges` finds to be extra.
    private enum Step {
        case entry(RelativePath, EntryKind)
        case record(RelativePath, EntryKind)
    }

    /// The extra paths, and those of records that got an entry after all.
    private func run(_ steps: [Step]) -> (extra: [RelativePath], changed: [RelativePath]) {
        var changes = KindChanges()
        var extra: [RelativePath] = []
        var changed: [RelativePath] = []
        for step in steps {
            switch step {
            case .entry(let path, let kind):
                extra += changes.advance(to: path).map(\.path)
                if changes.isExtra(Entry(path: path, kind: kind)) { extra.append(path) }
            case .record(let path, let kind):
                extra += changes.advance(to: path).map(\.path)
                if changes.add(Record(path: path, kind: kind)) != nil { changed.append(path) }
            }
        }
        return (extra + changes.finish().map(\.path), changed)
    }

    @Test("an entry waits for a directory's record, past names that lie between")
    func entryFirst() {
        let found = run([.entry("a", .file), .entry("a-b", .file), .record("a", .directory)])
        #expect(found.extra == ["a-b"] && found.changed == ["a"])
    }

    @Test("a directory whose record is a file's is not extra")
    func recordFirst() {
        #expect(run([.record("a", .file), .record("a-b", .file), .entry("a", .directory)]).extra == [])
        #expect(run([.record("a", .file), .entry("b", .directory)]).extra == ["b"])
    }

    @Test("what has no counterpart is extra")
    func extra() {
        #expect(run([.entry("a", .symlink), .entry("b", .file), .entry("c", .directory)]).extra == ["a", "b", "c"])
    }
}
