import FerryCore
import Glibc
import Harness

/// What random trees may hold: only what this process can make.
struct TreeLimits: Sendable {
    let isRoot = geteuid() == 0
    let canMakeDevices: Bool

    init() {
        let directory = TemporaryDirectory()
        canMakeDevices = mknod("\(directory.path)/null", S_IFCHR | 0o600, 0x103) == 0
    }

    static let ofThisProcess = TreeLimits()
}

/// Makes trees whose names, sizes and times come from small pools, so that equal ones meet.
struct RandomTree {
    private(set) var tree = Tree()
    private var directories: [RelativePath] = [.root]
    private let limits = TreeLimits.ofThisProcess

    static func make(entries: Int, using generator: inout SeededGenerator) -> Tree {
        var random = RandomTree()
        for _ in 0..<entries { random.addEntry(using: &generator) }
        return random.tree
    }

    /// Adds entries to a tree, some below its directories, some with names it has already (which stay).
    static func extend(_ tree: Tree, by entries: Int, using generator: inout SeededGenerator) -> Tree {
        var random = RandomTree()
        random.tree = tree
        random.directories += tree.sorted.filter { $0.node.kind == .directory }.map(\.path)
        for _ in 0..<entries { random.addEntry(using: &generator) }
        return random.tree
    }

    private mutating func addEntry(using generator: inout SeededGenerator) {
        let parent = generator.pick(directories)
        if generator.chance(3), parent.depth < 3 {
            let (name, rules) = generator.pick(Rules.files)
            add(parent, name, .file(.text(rules.randomText(using: &generator))), using: &generator)
            return
        }
        let name = Names.random(using: &generator)
        let kind = randomKind(of: parent, name, using: &generator)
        add(parent, name, kind, using: &generator)
    }

    private mutating func add(
        _ parent: RelativePath, _ name: [UInt8], _ kind: Node.Kind, using generator: inout SeededGenerator
    ) {
        let path = Self.join(parent, name)
        guard tree.nodes[path] == nil else { return }
        tree.add(path, Self.node(kind, using: &generator))
        if kind == .directory && path.depth <= 3 { directories.append(path) }
    }

    static func join(_ parent: RelativePath, _ name: [UInt8]) -> RelativePath {
        RelativePath(unchecked: parent.isRoot ? name : parent.bytes + [RelativePath.separator] + name)
    }

    private func randomKind(
        of parent: RelativePath, _ name: [UInt8], using generator: inout SeededGenerator
    ) -> Node.Kind {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<56: return .file(Self.content(using: &generator))
        case 56..<78: return .directory
        case 78..<88: return .symlink(linkTarget(from: Self.join(parent, name), using: &generator))
        case 88..<95: return hardLink(using: &generator)
        case 95..<97: return .fifo
        case 97: return .socket
        default: return limits.canMakeDevices ? .characterDevice(major: 1, minor: 3) : .fifo
        }
    }

    static func content(using generator: inout SeededGenerator) -> Content {
        let size = generator.pick(weighted: [
            (10, 0), (10, 1), (20, 10), (20, 700), (20, 701), (10, 3_000), (4, 70_000), (1, 200_000),
        ])
        return .stream(Int.random(in: 0..<3, using: &generator), size: size)
    }

    private func hardLink(using generator: inout SeededGenerator) -> Node.Kind {
        let candidates = tree.sorted.filter { $0.node.kind.canHaveSeveralNames }.map(\.path)
        return candidates.isEmpty ? .file(Self.content(using: &generator)) : .hardLink(generator.pick(candidates))
    }

    static func node(_ kind: Node.Kind, using generator: inout SeededGenerator) -> Node {
        let isRoot = TreeLimits.ofThisProcess.isRoot
        let directoryModes: [(Int, UInt16)] = [(60, 0o755), (10, 0o700), (5, 0o1777), (5, 0o2755), (5, 0o775)]
        let fileModes: [(Int, UInt16)] = [(50, 0o644), (10, 0o600), (10, 0o755), (5, 0o640), (5, 0o444)]
        let mode = generator.pick(weighted: kind == .directory ? directoryModes : fileModes)
        var node = Node(kind: kind, mode: mode, modified: time(using: &generator))
        node.accessed.seconds += Int.random(in: 0..<2, using: &generator)
        if isRoot {
            node.owner = generator.pick(weighted: [(90, 0), (5, 1), (5, 12_345)])
            node.group = generator.pick(weighted: [(90, 0), (5, 1), (5, 12_345)])
        } else {
            node.owner = geteuid()
            node.group = getegid()
        }
        return node
    }

    /// Times that are equal, differ in nanoseconds, by a second (FAT keeps two), by years, and the far ends.
    static func time(using generator: inout SeededGenerator) -> Node.Time {
        generator.pick(weighted: [
            (30, Node.Time(seconds: 1_600_000_000)),
            (10, Node.Time(seconds: 1_600_000_000, nanoseconds: 500_000_000)),
            (10, Node.Time(seconds: 1_600_000_000, nanoseconds: 123_456_789)),
            (10, Node.Time(seconds: 1_600_000_001)),
            (10, Node.Time(seconds: 1_600_007_200)),
            (10, Node.Time(seconds: 1_500_000_000)),
            (2, Node.Time(seconds: 0)),
            (2, Node.Time(seconds: 4_102_444_800)),
        ])
    }
}
