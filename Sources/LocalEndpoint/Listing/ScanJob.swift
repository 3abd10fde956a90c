internal import FerryCore
internal import FerryEndpoints

/// One piece of a listing's work: reading a directory and looking at its first slice, or looking at a later slice.
///
/// Its state belongs to whoever holds the lock of `WorkAhead`.
final class ScanJob: @unchecked Sendable {
    enum Work {
        case directory(Entry, parent: ScannedDirectory)
        case slice(ScannedDirectory, Int)
    }

    enum State {
        case waiting
        case running
        case done(ScanOutcome)
        /// The walk has what it found.
        case taken
    }

    let work: Work
    var state = State.waiting

    init(_ work: Work) {
        self.work = work
    }

    func run(_ scanner: Scanner) -> ScanOutcome {
        switch work {
        case .directory(let entry, let parent):
            do {
                return ScanOutcome(of: try scanner.scan(entry, in: parent), slice: 0, scanner)
            } catch {
                return ScanOutcome(failure: error)
            }
        case .slice(let directory, let index):
            return ScanOutcome(of: directory, slice: index, scanner)
        }
    }
}

/// What a piece of work found, and the work that follows from it.
struct ScanOutcome: Sendable {
    /// Nil when the directory could not be read.
    let directory: ScannedDirectory?
    let failure: EndpointError?
    let items: [ListedItem]
    /// Reading the directories among the items, in their order.
    let subdirectories: [ScanJob]
    /// Looking at the directory's other names, in order; only in the outcome that has its first slice.
    let furtherSlices: [ScanJob]

    init(failure: EndpointError) {
        directory = nil
        self.failure = failure
        (items, subdirectories, furtherSlices) = ([], [], [])
    }

    init(of directory: ScannedDirectory, slice: Int, _ scanner: Scanner) {
        self.directory = directory
        failure = nil
        let items = scanner.items(of: directory, slice: slice)
        self.items = items
        subdirectories = items.compactMap { item in
            guard let entry = item.directory, scanner.shouldEnter(entry) else { return nil }
            return ScanJob(.directory(entry, parent: directory))
        }
        furtherSlices =
            slice > 0 ? [] : (1..<max(1, directory.sliceCount)).map { ScanJob(.slice(directory, $0)) }
    }
}

extension ListedItem {
    /// The entry, if it is a directory.
    var directory: Entry? {
        if case .entry(let entry) = self, entry.isDirectory { entry } else { nil }
    }
}
