internal import FerryCore
internal import FerryEndpoints
internal import FerryState

/// Where the walk is: the directories that lie between the destination's root and the current name.
final class Descent {
    struct Frame {
        let node: DirectoryNode
        /// The rules that protect entries of this directory from deletion; nil when nothing is deleted.
        let protection: FilterScope?
        /// No name of the sources was met in it.
        var isEmpty = true
    }

    private let context: RunContext
    private let deleter: Deleter
    private let finish: DirectoryFinish
    private let marking: DirectoryMarking
    private var frames: [Frame] = []

    /// Begins at the destination itself, which stands for itself until the sources name it: its merge files hold only then, as
    /// with rsync. `deletes` says whether the rules of the receiving side are needed.
    init(context: RunContext, deleter: Deleter, deletes: Bool) {
        self.context = context
        self.deleter = deleter
        finish = DirectoryFinish(context: context)
        marking = DirectoryMarking(context: context)
        let rules = FilterScope(context.job.filters, side: .receiver, base: context.job.destinationBase)
        let node = DirectoryNode(
            path: .root, role: .synced(hasContent: false), action: nil, records: context.lastRun?.records(of: .root))
        frames = [Frame(node: node, protection: deletes ? rules : nil)]
    }

    var top: Frame { frames[frames.count - 1] }

    /// - Parameter isBeingMade: It is not there yet, or will not be.
    func enter(_ path: RelativePath, _ role: DirectoryNode.Role, action: Action?, isBeingMade: Bool = false) {
        let records = role.isSynced ? context.lastRun?.records(of: path) : nil
        let node = DirectoryNode(
            path: path, role: role, action: action, records: records, isBeingMade: isBeingMade)
        // The root comes before anything in it: nothing has happened there yet.
        if path.isRoot { return frames[0] = Frame(node: node, protection: protection(inside: path, role)) }
        frames.append(Frame(node: node, protection: protection(inside: path, role)))
    }

    /// Something of the sources is in the directory that the walk is in, or may be.
    func foundContent() { frames[frames.count - 1].isEmpty = false }

    /// Leaves every directory that `path` lies outside of; nil leaves all, for good.
    func leave(for path: RelativePath?) {
        while let frame = frames.last {
            let node = frame.node
            if let path, node.path.isRoot || (path.isInside(node.path) && path != node.path) { return }
            frames.removeLast()
            if case .extraneous = node.role { removeLeft(node) }
            if frame.isEmpty, case .synced(hasContent: true) = node.role {
                marking.leave(node, isEmptied: node.losesSomething && !node.keepsSomething)
            }
            finish.release(node)
        }
    }

    /// Nothing is deleted below a directory that is left out, so its rules are of no interest.
    private func protection(inside path: RelativePath, _ role: DirectoryNode.Role) -> FilterScope? {
        if case .absent = role { return top.protection }
        return top.protection.map { entered(path, by: $0) }
    }

    /// A merge file that cannot be read protects nothing, but is told.
    private func entered(_ path: RelativePath, by rules: FilterScope) -> FilterScope {
        do throws(EndpointError) {
            return try rules.entering(path, on: context.destination, context.tally.refuse)
        } catch {
            context.tally.fail(error)
            return rules
        }
    }

    /// An extraneous directory goes when all that was in it has gone.
    private func removeLeft(_ node: DirectoryNode) {
        let parent = top.node
        if node.keepsSomething {
            parent.keepSomething()
            context.tally.tell(Problem(.note, .directoryNotEmpty(node.path)))
        } else {
            deleter.delete(Entry(path: node.path, kind: .directory), in: parent)
        }
    }
}

extension DirectoryNode.Role {
    fileprivate var isSynced: Bool {
        if case .synced = self { true } else { false }
    }
}
