import FerryCore
import Harness

extension RandomTree {
    /// Where a random symlink points: to a sibling, to nothing, out of the tree, to an absolute path, or to a directory.
    func linkTarget(from path: RelativePath, using generator: inout SeededGenerator) -> String {
        let up = String(repeating: "../", count: path.depth - 1)
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<40: return String(decoding: Names.random(using: &generator), as: UTF8.self)
        case 40..<50: return "\(up)\(String(decoding: Names.random(using: &generator), as: UTF8.self))"
        case 50..<60: return "missing/entry"
        case 60..<70: return "\(up)../outside/file"
        case 70..<75: return "\(up)../outside/directory"
        case 75..<80: return "/etc/hostname"
        default: return directoryTarget(from: path, up: up, using: &generator) ?? "missing"
        }
    }

    /// A directory before the link and not above it. Following such links ends: every one leads to an earlier subtree.
    private func directoryTarget(
        from path: RelativePath, up: String, using generator: inout SeededGenerator
    ) -> String? {
        let components = Self.components(path)
        let candidates = tree.sorted.filter {
            let other = Self.components($0.path)
            return $0.node.kind == .directory && !components.starts(with: other)
                && other.lexicographicallyPrecedes(components) { $0.lexicographicallyPrecedes($1) }
        }
        guard !candidates.isEmpty else { return nil }
        return up + String(decoding: generator.pick(candidates).path.bytes, as: UTF8.self)
    }

    private static func components(_ path: RelativePath) -> [[UInt8]] {
        path.bytes.split(separator: RelativePath.separator).map(Array.init)
    }
}
