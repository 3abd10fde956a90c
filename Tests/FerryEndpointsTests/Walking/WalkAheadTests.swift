import FerryCore
import FerryEndpoints
import Glibc
import Synchronization
import Testing

/// Walks of servers where each directory takes a while.
@Suite struct WalkAheadTests {
    /// Directories of directories of files, more of them than are held ahead.
    private final class SlowSource: DirectorySource {
        let location = "slow"
        let walker = pthread_self()
        let readByTheWalk = Atomic(0)
        let parts = 6
        let groups = 60
        let files = 100

        func items(
            of directory: RelativePath, links: ListingRequest.LinkPolicy
        ) throws(EndpointError) -> [ListedItem] {
            if pthread_equal(pthread_self(), walker) != 0 { readByTheWalk.add(1, ordering: .relaxed) }
            usleep(2000)
            let (count, kind): (Int, EntryKind) =
                switch directory.depth {
                case 0: (parts, .directory)
                case 1: (groups, .directory)
                default: (files, .file)
                }
            return (0..<count).map {
                .entry(Entry(path: directory.appending(name: Array("n\(1000 + $0)".utf8)), kind: kind))
            }
        }

        func realPath(of directory: RelativePath) -> [UInt8] { directory.bytes }
    }

    /// What was read ahead is what the walk comes to next: it hardly ever has to read a directory itself.
    @Test func readsAheadOfTheWalk() throws {
        let source = SlowSource()
        let walk = try DirectoryWalk(ListingRequest(), of: source, connections: 24)
        var count = 0
        var last: Entry?
        while let batch = walk.next() {
            for case .entry(let entry) in batch {
                if let last {
                    let order = CanonicalOrder.compare(
                        last.path, isDirectory: last.isDirectory, entry.path, isDirectory: entry.isDirectory)
                    #expect(order < 0)
                }
                last = entry
                count += 1
            }
        }
        #expect(count == source.parts * (1 + source.groups * (1 + source.files)))
        #expect(source.readByTheWalk.load(ordering: .relaxed) < source.parts * source.groups / 4)
    }
}
