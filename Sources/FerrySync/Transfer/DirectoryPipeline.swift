internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// What makes directories while the walk goes on.
protocol DirectoryMakers {
    func submit(_ new: NewDirectory)

    /// Waits until all are made.
    func finish()
}

extension WorkerPool<NewDirectory>: DirectoryMakers {}

/// Makes and clears directories in groups, where each call is a round trip: whatever has come since the last group, a
/// directory together with those in it.
final class DirectoryPipeline: DirectoryMakers, @unchecked Sendable {
    enum Work: Sendable {
        case make(NewDirectory)
        /// Killed runs may have left something there. The node is retained.
        case clear(DirectoryNode)
    }

    private struct State {
        var waiting: [Work] = []
        var isClosed = false
    }

    private let context: RunContext
    private let grouped: any GroupedCallsRole
    private let state = Monitor(State())
    private var thread: WorkerThread?

    /// The walk waits when it is so far ahead.
    private static let mostWaiting = 4096

    init(_ context: RunContext, _ grouped: any GroupedCallsRole) {
        self.context = context
        self.grouped = grouped
    }

    func submit(_ new: NewDirectory) { submit(.make(new)) }

    func submit(_ work: Work) {
        if thread == nil { thread = WorkerThread(stackSize: 512 * 1024) { [self] in run() } }
        state.wait { $0.waiting.count < Self.mostWaiting ? () : nil }
        state.update { $0.waiting.append(work) }
    }

    func finish() {
        state.update { $0.isClosed = true }
        thread?.join()
        thread = nil
    }

    /// The walk is faster than any answer: what it finds in a moment goes along with the first, which would be a group by itself.
    private static let moment: UInt32 = 1000

    private func run() {
        usleep(Self.moment)
        while let group = take() {
            make(group.compactMap { if case .make(let new) = $0 { new } else { nil } })
            clear(group.compactMap { if case .clear(let node) = $0 { node } else { nil } })
        }
    }

    /// Waits for work; nil when there will be none. What lies in a directory comes after that, so the first is always ready, and
    /// so are those that lie in one of the same group.
    private func take() -> [Work]? {
        let group = state.wait { (state) -> [Work]?? in
            if state.waiting.isEmpty { return state.isClosed ? .some(nil) : nil }
            var taken: [Work] = []
            var open: Set<ObjectIdentifier> = []
            state.waiting.removeAll { work in
                guard taken.count < grouped.largestGroup, work.isReady(among: open) else { return false }
                taken.append(work)
                if case .make(let new) = work, !new.handsDown { open.insert(ObjectIdentifier(new.node)) }
                return true
            }
            return .some(taken)
        }
        state.wake()
        return group
    }

    private func make(_ group: [NewDirectory]) {
        let possible = group.filter {
            !context.job.cancellation.isCancelled && (!$0.parent.isDecided || $0.parent.isThere)
        }
        let orders = possible.map { new in
            new.parent.touch()
            return DirectoryOrder(path: new.action.path, metadata: DirectoryMaking.firstMetadata(of: new.action))
        }
        let hadParents = possible.map(\.parent.isDecided)
        let results = orders.isEmpty ? [] : make(orders)
        for (new, (result, hadParent)) in zip(possible, zip(results, hadParents)) {
            guard new.parent.isDecided, new.parent.isThere else { continue }
            // It may have been looked for before the one that it lies in was there.
            if case .failure(let error) = result, error.code == .notFound, !hadParent { continue }
            new.node.made(outcome(of: new, result))
        }
        let again = possible.filter { !$0.node.isDecided && (!$0.parent.isDecided || $0.parent.isThere) }
        finish(group.filter { new in !again.contains { $0.node === new.node } })
        if !again.isEmpty { make(again) }
    }

    /// Below what could not be made there is nothing to tell.
    private func finish(_ group: [NewDirectory]) {
        let finish = DirectoryFinish(context: context)
        for new in group {
            if !new.node.isDecided { new.node.made(nil) }
            finish.release(new.node)
            finish.release(new.parent)
        }
    }

    /// Returns the bit that each has got of the directory above, where that counts.
    private func make(_ orders: [DirectoryOrder]) -> [Result<UInt16, EndpointError>] {
        if context.options.metadata.permissions { return grouped.createDirectories(orders).map { $0.map { 0 } } }
        return InheritingDirectories(destination: context.destination, calls: grouped).make(orders)
    }

    private func outcome(of new: NewDirectory, _ result: Result<UInt16, EndpointError>) -> Action? {
        do throws(EndpointError) {
            let inherited = try result.get()
            context.tally.tell(new.action.report)
            context.manifests.recording?.add(new.action.item.entry, nil)
            var action = new.action
            action.metadata.permissions = action.metadata.permissions.map { $0 | inherited }
            return action
        } catch {
            context.tally.fail(error)
            return nil
        }
    }

    private func clear(_ nodes: [DirectoryNode]) {
        let finish = DirectoryFinish(context: context)
        if !nodes.isEmpty, !context.job.cancellation.isCancelled {
            for case .failure(let error) in grouped.removeLeftovers(in: nodes.map(\.path)) { context.tally.fail(error) }
        }
        for node in nodes { finish.release(node) }
    }
}

extension DirectoryPipeline.Work {
    /// Whether it is known what became of the directory above, or will be: `open` are those of the same group.
    fileprivate func isReady(among open: Set<ObjectIdentifier>) -> Bool {
        switch self {
        case .make(let new): new.parent.isDecided || open.contains(ObjectIdentifier(new.parent))
        case .clear: true
        }
    }
}

extension NewDirectory {
    /// Whether what is made in it depends on permissions that it gets after it was made.
    fileprivate var handsDown: Bool { (action.metadata.permissions ?? 0) & 0o7000 != 0 }
}
