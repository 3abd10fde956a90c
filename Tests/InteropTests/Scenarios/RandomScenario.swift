import FerryCore
import Harness

extension Scenario {
    /// A random scenario; equal generators give equal ones.
    static func random(using generator: inout SeededGenerator) -> Scenario {
        var scenario = Scenario()
        let entries = generator.pick([3, 8, 20, 40])
        let source = RandomTree.make(entries: entries, using: &generator)
        scenario.trees["src"] = source
        scenario.trees["dst"] = source.mutated(using: &generator)
        scenario.chooseOperands(using: &generator)
        scenario.chooseOptions(using: &generator)
        return scenario
    }

    private mutating func chooseOperands(using generator: inout SeededGenerator) {
        let source = trees["src", default: Tree()]
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<50: operands = ["src/", "dst/"]
        case 50..<62:
            operands = ["src", "dst"]
            nest("dst", under: "src")
        case 62..<68:
            operands = ["src/", generator.pick(["dst", "dst/"])]
            trees["dst"] = nil
        case 68..<78:
            trees["more"] = source.mutated(using: &generator)
            operands = generator.chance(50) ? ["src/", "more/", "dst/"] : ["more/", "src", "dst"]
        case 78..<88:
            operands = pickEntries(of: source, prefix: "src/", using: &generator) + ["dst/"]
        case 88..<96:
            options.append(["-R"])
            operands = pickEntries(of: source, prefix: generator.pick(["src/./", "./src/", "src/"]), using: &generator)
            operands.append("dst/")
        case 96..<98: operands = ["src/missing", "src/", "dst/"]
        default: operands = pickEntries(of: source, prefix: "src/", using: &generator).suffix(1) + ["dst/renamed"]
        }
    }

    /// Moves a tree's entries into a directory of it.
    private mutating func nest(_ tree: String, under name: String) {
        let top = RelativePath(unchecked: Array(name.utf8))
        var nested = Tree()
        nested.nodes[top] = Node(kind: .directory, mode: 0o755, modified: Node.Time(seconds: 1_600_000_000))
        for (path, node) in trees[tree, default: Tree()].nodes {
            var node = node
            if case .hardLink(let first) = node.kind { node.kind = .hardLink(RandomTree.join(top, first.bytes)) }
            nested.nodes[RandomTree.join(top, path.bytes)] = node
        }
        trees[tree] = nested
    }

    private func pickEntries(of tree: Tree, prefix: String, using generator: inout SeededGenerator) -> [String] {
        let paths = tree.sorted.map(\.path).filter { String(validating: $0.bytes, as: UTF8.self) != nil }
        guard !paths.isEmpty else { return [prefix] }
        return (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            let path = generator.pick(paths)
            let slash = tree.isDirectory(path) && generator.chance(40) ? "/" : ""
            return prefix + String(decoding: path.bytes, as: UTF8.self) + slash
        }
    }
}
