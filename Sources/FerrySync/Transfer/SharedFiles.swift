internal import FerryCore
internal import FerryEndpoints

/// Files of the destination with several names, written in place: two threads that write into one of them by two of its names
/// would leave a mixture of both sources. So the later name waits, and has the last word, as with rsync.
struct SharedFiles {
    private let destination: any Endpoint
    private var underWay: Set<PlacedIdentity> = []

    /// Further ones wait as well, which costs a moment and no memory.
    private static let most = 10_000

    /// Nil where nothing is written in place.
    init?(_ context: RunContext) {
        guard context.options.writing.method != .staged, !context.isDryRun else { return nil }
        destination = context.destination
    }

    /// Whether all that is under way must have ended before this begins. If so, nothing is under way afterwards but this.
    mutating func mustWait(_ work: FileTask.Work) -> Bool {
        let files = Set(present(work).filter { $0.kind == .file && $0.linkCount > 1 }.compactMap(destination.identity))
        let waits = !underWay.isDisjoint(with: files) || underWay.count >= Self.most
        if waits { underWay = [] }
        underWay.formUnion(files)
        return waits
    }

    /// The same work, with what has become of the file meanwhile.
    func renewed(_ work: FileTask.Work) -> FileTask.Work {
        switch work {
        case .action(var action):
            action.destination = now(action.destination)
            return .action(action)
        case .compare(let item, let present, let verdict):
            return .compare(item, destination: now(present) ?? present, verdict)
        case .links: return work
        }
    }

    private func now(_ present: Entry?) -> Entry? {
        guard let present else { return nil }
        return (try? destination.entry(at: present.path)) ?? present
    }

    private func present(_ work: FileTask.Work) -> [Entry] {
        switch work {
        case .action(let action): [action.destination].compactMap { $0 }
        case .compare(_, let destination, _): [destination]
        case .links(let group): group.members.compactMap(\.destination)
        }
    }
}
