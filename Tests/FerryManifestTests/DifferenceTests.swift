import FerryCore
import FerryManifest
import Testing

@Suite("Differences of manifests")
struct DifferenceTests {
    private func diff(_ old: [Record], _ new: [Record]) throws -> (same: Int, [RecordDifference]) {
        let left = try NativeReader(MemoryStream(Manifests.native(old)))
        let right = try NativeReader(MemoryStream(Manifests.native(new)))
        var differences: [RecordDifference] = []
        let same = try ManifestDiff(old: left, new: right).run { differences.append($0) }
        return (same, differences)
    }

    @Test("added, removed, changed, renamed")
    func kinds() throws {
        let old: [Record] = [.file("a", "1"), .file("b", "22"), .file("c", "3"), .file("d", "4"), .file("e", "")]
        let new: [Record] = [.file("a", "1"), .file("b", "55"), .file("d", "444"), .file("x", "3"), .file("y", "")]
        let (same, differences) = try diff(old, new)
        #expect(same == 1)
        #expect(
            differences == [
                .changed(old: old[1], new: new[1], [.hash]), .changed(old: old[3], new: new[2], [.size, .hash]),
                .renamed(from: old[2].path, new[3]), .removed(old[4]), .added(new[4]),
            ])
    }

    @Test("what is cancelled tells nothing more, wherever it was", arguments: 0...3)
    func cancellation(_ told: Int) throws {
        let old: [Record] = [.file("a", "1"), .file("c", "3"), .file("e", "5")]
        let new: [Record] = [.file("a", "2"), .file("d", "3"), .file("f", "6")]
        let left = try NativeReader(MemoryStream(Manifests.native(old)))
        let right = try NativeReader(MemoryStream(Manifests.native(new)))
        let cancellation = Cancellation()
        if told == 0 { cancellation.cancel() }
        var differences = 0
        _ = try ManifestDiff(old: left, new: right).run(unless: cancellation) { _ in
            differences += 1
            if differences == told { cancellation.cancel() }
        }
        #expect(differences == told)
    }

    @Test("a file is renamed once: copies of it are new")
    func copies() throws {
        let (_, differences) = try diff([.file("a", "1")], [.file("b", "1"), .file("c", "1")])
        #expect(differences == [.renamed(from: Record.file("a", "").path, .file("b", "1")), .added(.file("c", "1"))])
    }

    @Test("files without a digest in common are not called the same")
    func undecided() throws {
        var other = Record.file("a", "1")
        other.digests = [Hasher.digest([1], .md5)]
        let (same, differences) = try diff([.file("a", "1")], [other])
        #expect(same == 0)
        #expect(differences == [.undecided(old: .file("a", "1"), new: other)])
    }
}
