import FerryCore
import Harness

extension Tree {
    /// The tree as a destination could have it: parts missing, other content, times, modes, owners and kinds, and
    /// entries that the source does not have.
    func mutated(using generator: inout SeededGenerator) -> Tree {
        var result = Tree()
        for (path, node) in sorted {
            if generator.chance(15) { continue }
            let changed = generator.chance(50) ? node : node.mutated(using: &generator)
            result.add(path, changed)
        }
        result.dropBrokenHardLinks()
        if generator.chance(30) { result.root = RandomTree.node(.directory, using: &generator) }
        return RandomTree.extend(result, by: Int.random(in: 0...5, using: &generator), using: &generator)
    }
}

extension Node {
    fileprivate func mutated(using generator: inout SeededGenerator) -> Node {
        var node = self
        let other = RandomTree.node(kind, using: &generator)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0, 1: node.modified = other.modified
        case 2: node.mode = other.mode
        case 3:
            node.owner = other.owner
            node.group = other.group
        case 4: node = other
        case 5: node = RandomTree.node(generator.pick([.directory, .fifo, .symlink("a")]), using: &generator)
        default: node.kind = kind.mutated(using: &generator)
        }
        return node
    }
}

extension Node.Kind {
    fileprivate func mutated(using generator: inout SeededGenerator) -> Node.Kind {
        switch self {
        case .file(.stream(let stream, let size)):
            // Shorter by a tail, or other content of the same length.
            let shorter = generator.pick([0, size / 2, max(0, size - 1)])
            return generator.chance(50) ? .file(.stream(stream, size: shorter)) : .file(.stream(stream + 1, size: size))
        case .symlink: return .symlink("b")
        case .characterDevice: return .characterDevice(major: 1, minor: 5)
        case .hardLink: return .file(RandomTree.content(using: &generator))
        default: return generator.chance(50) ? self : .file(RandomTree.content(using: &generator))
        }
    }
}
