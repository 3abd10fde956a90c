import FerryCore

/// A small tree as a value: what tests write to disk, mutate, shrink and print.
struct Tree: Sendable {
    var root = Node(kind: .directory, mode: 0o755, modified: Node.Time(seconds: 1_600_000_000))
    /// What is below the root.
    var nodes: [RelativePath: Node] = [:]

    /// Parents come before their children.
    var sorted: [(path: RelativePath, node: Node)] {
        nodes.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }.map { ($0.key, $0.value) }
    }

    /// Adds a node unless its name is taken or its parent is no directory of the tree.
    mutating func add(_ path: RelativePath, _ node: Node) {
        guard nodes[path] == nil, isDirectory(path.parent ?? .root) else { return }
        nodes[path] = node
    }

    func isDirectory(_ path: RelativePath) -> Bool {
        path.isRoot || nodes[path]?.kind == .directory
    }

    /// Removes a node, what is below it, and hard links to what was removed.
    mutating func remove(_ path: RelativePath) {
        let prefix = path.bytes + [RelativePath.separator]
        nodes = nodes.filter { $0.key != path && !$0.key.bytes.starts(with: prefix) }
        dropBrokenHardLinks()
    }

    /// A hard link is one only while its first name is a node that can have several.
    mutating func dropBrokenHardLinks() {
        nodes = nodes.filter { _, node in
            guard case .hardLink(let first) = node.kind else { return true }
            return nodes[first]?.kind.canHaveSeveralNames ?? false
        }
    }
}

/// One entry of a tree.
struct Node: Sendable, Hashable {
    var kind: Kind
    var mode: UInt16
    var owner: UInt32 = 0
    var group: UInt32 = 0
    var modified: Time
    var accessed = Time(seconds: 1_600_000_100)

    enum Kind: Sendable, Hashable {
        case file(Content)
        case directory
        case symlink(String)
        /// A further name of a node that is not a hard link itself.
        case hardLink(RelativePath)
        case fifo
        case socket
        case characterDevice(major: Int, minor: Int)

        /// A link may be copied as the directory that it leads to.
        var isDirectoryOrLink: Bool {
            switch self {
            case .directory, .symlink: true
            default: false
            }
        }

        var canHaveSeveralNames: Bool {
            switch self {
            case .directory, .hardLink: false
            case .file, .symlink, .fifo, .socket, .characterDevice: true
            }
        }
    }

    struct Time: Sendable, Hashable {
        var seconds: Int
        var nanoseconds = 0
    }
}

/// The bytes of a file.
enum Content: Sendable, Hashable {
    /// The first `size` bytes of one of a few endless streams: files of one stream are prefixes of each other.
    case stream(Int, size: Int)
    case text(String)

    var bytes: [UInt8] {
        switch self {
        case .text(let text): return Array(text.utf8)
        case .stream(let number, let size):
            var generator = SplitStream(number)
            return (0..<size).map { _ in generator.next() }
        }
    }
}

/// Stream 0 is mostly zeros, such that it has holes to find; the others are noise.
private struct SplitStream {
    private var state: UInt64
    private let isSparse: Bool
    private var position = 0

    init(_ number: Int) {
        state = UInt64(number) &* 0x9e37_79b9 &+ 1
        isSparse = number == 0
    }

    mutating func next() -> UInt8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        position += 1
        return isSparse && position % 20_000 > 100 ? 0 : UInt8(truncatingIfNeeded: state >> 56)
    }
}
