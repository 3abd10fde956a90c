internal import FerryCore
internal import FerryEndpoints

/// A directory that is to be made while the walk goes on. Both nodes are retained until that is done.
struct NewDirectory: PooledItem {
    let action: Action
    let node: DirectoryNode
    let parent: DirectoryNode

    var weight: Int64 { 0 }
}

/// Makes directories where each is a round trip: many at a time, so that a tree of thousands waits for a few of them. Each
/// waits for the one above it, which was handed over before; and what goes into it waits for it.
struct NewDirectories: Sendable {
    let context: RunContext
    let making: DirectoryMaking

    /// At a time.
    private static let most = 16

    /// Nil where making one takes no time worth saving.
    static func pool(_ context: RunContext, _ making: DirectoryMaking) -> WorkerPool<NewDirectory>? {
        let there = context.destination.capabilities
        guard !context.isDryRun, !there.cheapLookups, there.directories == .real else { return nil }
        return WorkerPool(workers: min(most, context.workers), batch: 1) {
            NewDirectories(context: context, making: making).perform
        }
    }

    private func perform(_ batch: [NewDirectory]) {
        let finish = DirectoryFinish(context: context)
        for new in batch {
            new.node.made(make(new))
            finish.release(new.node)
            // Not before: the making changes its time.
            finish.release(new.parent)
        }
    }

    /// Returns nil where it failed. Below what could not be made there is nothing to tell.
    private func make(_ new: NewDirectory) -> Action? {
        guard !context.job.cancellation.isCancelled, new.parent.isThere else { return nil }
        do throws(EndpointError) {
            let action = try making.make(new.action, in: new.parent)
            context.tally.tell(action.report)
            context.manifests.recording?.add(action.item.entry, nil)
            return action
        } catch {
            context.tally.fail(error)
            return nil
        }
    }
}
