import Harness
import Synchronization
import Testing

/// Every kind of place as source and as destination of one run. What arrives is compared without ferry.
@Suite("Any place to any place") struct MatrixTests {
    struct Pair: Sendable, CustomTestStringConvertible {
        let source: Place
        let destination: Place

        var testDescription: String { "\(source.name) to \(destination.name)" }

        static let all = Places.all.flatMap { source in
            Places.all.filter(\.isWritable).map { Pair(source: source, destination: $0) }
        }
    }

    /// The tree that is at each place, put there once.
    private static let source = SourceTree()

    @Test(arguments: Pair.all) func aTreeArrives(_ pair: Pair) {
        let (source, destination) = (pair.source, pair.destination)
        let from = Self.source.location(at: source)
        let to = destination.location("from-\(source.name)-to-\(destination.name)")
        let synced = Place.ferry(["sync", from + "/", to], on: [source, destination])
        #expect(synced.status == 0, "\(synced.errorText)")
        let scratch = TemporaryDirectory()
        let arrived = destination.content("from-\(source.name)-to-\(destination.name)", scratch.path)
        let difference = Program("diff").run(["-r", Self.source.path, arrived])
        #expect(difference.status == 0, "\(difference.outputText)\(difference.errorText)")
        let checked = Place.ferry(["check", "-c", from, to], on: [source, destination])
        #expect(checked.status == 0, "\(checked.outputText)\(checked.errorText)")
        // One side is enough to show that times and sizes are what they were.
        guard [source.name, destination.name].contains("local") else { return }
        let again = Place.ferry(["sync", "-i", from + "/", to], on: [source, destination])
        #expect(again.status == 0, "\(again.errorText)")
        #expect(!again.outputText.contains("<f") && !again.outputText.contains(">f"), "\(again.outputText)")
    }

    @Test(arguments: Places.all) func aManifestOfEveryPlace(_ place: Place) {
        let scratch = TemporaryDirectory()
        let manifest = scratch.file("manifest")
        let good = Self.source.location(at: place)
        let created = Place.ferry(["manifest", "create", good, "-o", manifest], on: [place])
        #expect(created.status == 0, "\(created.errorText)")
        let verified = Place.ferry(["manifest", "verify", manifest, good], on: [place])
        #expect(verified.status == 0, "\(verified.outputText)\(verified.errorText)")
        let other = Self.source.damagedLocation(at: place)
        let damaged = Place.ferry(["manifest", "verify", manifest, other], on: [place])
        #expect(damaged.status == 1 && damaged.outputText.contains("sub/text"), "\(damaged.outputText)")
        let checked = Place.ferry(["check", "-c", good, other], on: [place])
        #expect(checked.status == 1 && checked.outputText.contains("sub/text"), "\(checked.outputText)")
    }
}

/// A tree that all kinds of places can hold, and one that differs in one byte.
private final class SourceTree: @unchecked Sendable {
    private let directory = TemporaryDirectory()
    private let placed = Mutex<Set<String>>([])

    var path: String { directory.file("good") }

    init() {
        let script = """
            set -e
            mkdir -p good/sub/deep 'good/a b'
            printf one > good/one; : > good/nothing; printf text > good/sub/text; printf z > good/sub/deep/é
            printf x > 'good/a b/+%20&x'; printf y > good/a-b; head -c 2500000 /dev/urandom > good/large
            find good -type f -exec touch -d '2021-03-04 05:06:07 UTC' {} +
            cp -a good damaged; printf tExt > damaged/sub/text
            touch -d '2021-03-04 05:06:07 UTC' damaged/sub/text
            """
        let outcome = Program("sh").run(["-c", script], in: directory.path)
        precondition(outcome.status == 0, outcome.errorText)
    }

    func location(at place: Place) -> String { location("good", at: place) }

    func damagedLocation(at place: Place) -> String { location("damaged", at: place) }

    private func location(_ tree: String, at place: Place) -> String {
        placed.withLock { placed in
            let name = "\(place.name)-\(tree)"
            if placed.insert(name).inserted { place.put(directory.file(tree), name) }
            return place.location(name)
        }
    }
}
