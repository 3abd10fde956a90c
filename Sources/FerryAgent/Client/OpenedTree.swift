internal import FerryCore
internal import Synchronization

/// Under which number an agent knows a tree, for as long as that connection lives.
struct OpenedTree: Sendable {
    let connection: AgentConnection
    let number: EndpointNumber
    /// The answer to its opening: what can be done there.
    let description: ArraySlice<UInt8>
    /// How long that took, in seconds.
    let roundTrip: Double
}

/// Trees that stay open at the agent when they are closed here: a command opens the same ones several times in its first
/// moments, and each time would be a round trip.
final class KeptTrees: Sendable {
    private struct Key: Hashable {
        let path: [UInt8]
        let options: TreeOptions.RawValue
    }

    private let trees = Mutex<[Key: OpenedTree]>([:])

    /// Few against what an agent lets be open, and more than a command line names.
    private static let most = 16

    func tree(at path: [UInt8], _ options: TreeOptions, on connection: AgentConnection) -> OpenedTree? {
        trees.withLock { trees in
            trees[Key(path: path, options: options.rawValue)].flatMap { $0.connection === connection ? $0 : nil }
        }
    }

    func keep(_ tree: OpenedTree, at path: [UInt8], _ options: TreeOptions) {
        trees.withLock { trees in
            let key = Key(path: path, options: options.rawValue)
            if trees[key] != nil || trees.count < Self.most { trees[key] = tree }
        }
    }

    /// Whether no agent has ever opened one.
    var isEmpty: Bool { trees.withLock { $0.isEmpty } }

    func isKept(_ tree: OpenedTree) -> Bool {
        trees.withLock { trees in
            trees.values.contains { $0.connection === tree.connection && $0.number == tree.number }
        }
    }
}
