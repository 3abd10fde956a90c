import FerryCore
import Harness

/// One comparison: trees, and a command line that is run on them.
struct Scenario: Sendable {
    /// By the names that the command line uses: `src`, `more`, `dst`, `ref`. A tree that is missing does not exist.
    var trees: [String: Tree] = [:]
    /// Options; each element is one option with its values, which is kept or dropped as a whole.
    var options: [[String]] = []
    /// Sources, and the destination last.
    var operands: [String] = []
    /// Files of the working directory that options name.
    var files: [String: String] = [:]

    var arguments: [String] { options.flatMap { $0 } + operands }

    func has(_ option: String) -> Bool {
        options.contains { $0.contains(option) }
    }

    var deletes: Bool { options.contains { $0[0].hasPrefix("--del") } }

    /// The destination has something else where a source has a directory.
    var hasFileForDirectory: Bool {
        let present = trees["dst", default: Tree()]
        let prefixes: [[UInt8]] = [[], Array("src/".utf8)]
        return trees.contains { name, tree in
            name != "dst"
                && tree.nodes.contains { path, node in
                    let couldBeDirectory = node.kind.isDirectoryOrLink
                    return couldBeDirectory
                        && prefixes.contains { prefix in
                            let there = present.nodes[RelativePath(unchecked: prefix + path.bytes)]
                            return there.map { $0.kind != .directory } ?? false
                        }
                }
        }
    }

    /// -u spares a newer file that is a further name of one: with -H, rsync replaces it by a link to an earlier name.
    var hasNewerLink: Bool {
        guard has("-u"), has("-H") else { return false }
        return sources.contains { tree in
            let links = tree.nodes.compactMap { path, node in
                if case .hardLink(let first) = node.kind { [path, first] } else { nil }
            }
            return links.joined().contains { path in
                let time = tree.nodes[path]?.modified.seconds ?? 0
                return matches(of: path, in: "dst").contains { $0.modified.seconds > time }
            }
        }
    }

    /// A reference tree has a symlink where a source has, or may lead to, a directory: rsync follows it.
    var hasLinkInReference: Bool {
        sources.contains { tree in
            tree.nodes.contains { path, node in
                node.kind.isDirectoryOrLink
                    && matches(of: path, in: "ref").contains { if case .symlink = $0.kind { true } else { false } }
            }
        }
    }

    /// Without -p, rsync gives a copy from a reference tree the permissions of the symlink or FIFO that it replaces.
    var copiesOverOthers: Bool {
        let keepsPermissions = (has("-a") || has("-p")) && !has("--no-perms")
        guard !keepsPermissions, has("--copy-dest=../ref") else { return false }
        return sources.contains { tree in
            tree.nodes.keys.contains { path in
                !matches(of: path, in: "ref").isEmpty
                    && matches(of: path, in: "dst").contains { if case .file = $0.kind { false } else { true } }
            }
        }
    }

    private var sources: [Tree] { ["src", "more"].compactMap { trees[$0] } }

    /// What a tree has in the place that a source's entry goes to, with or without the name of the source above it.
    private func matches(of path: RelativePath, in tree: String) -> [Node] {
        let nodes = trees[tree, default: Tree()].nodes
        return [[], Array("src/".utf8)].compactMap { nodes[RelativePath(unchecked: $0 + path.bytes)] }
    }

    /// Without -H, a change to one name of a destination's file with several is found made at the others, by a program
    /// that looks at them later.
    var itemsDependOnOrder: Bool {
        let isLinked = trees["dst", default: Tree()].nodes.values.contains { node in
            if case .hardLink = node.kind { true } else { false }
        }
        // A similar name, which is another one for each program, makes rsync choose another name to send.
        return isLinked && !options.contains(["-H"]) || has("--fuzzy") && has("-H")
    }

    /// Writes all that the command line names into a new directory.
    func write(to directory: String) {
        var around = Tree()
        let time = Node.Time(seconds: 1_600_000_000)
        for (name, text) in files {
            let path = RelativePath(unchecked: Array(name.utf8))
            around.nodes[path] = Node(kind: .file(.text(text)), mode: 0o644, modified: time)
        }
        around.write(to: directory)
        for (name, tree) in trees { tree.write(to: "\(directory)/\(name)") }
        Self.outside.write(to: "\(directory)/outside")
    }

    /// What links that lead out of a tree find.
    private static let outside: Tree = {
        var tree = Tree()
        let time = Node.Time(seconds: 1_600_000_000)
        for (name, kind) in [
            ("file", Node.Kind.file(.stream(1, size: 10))), ("directory", .directory),
            ("directory/a", .file(.stream(1, size: 700))),
        ] {
            tree.add(
                RelativePath(unchecked: Array(name.utf8)),
                Node(kind: kind, mode: kind == .directory ? 0o755 : 0o644, modified: time))
        }
        return tree
    }()
}

extension Scenario: CustomStringConvertible {
    var description: String {
        let listings = trees.sorted { $0.key < $1.key }.map { name, tree in
            let top = Self.text(RelativePath(unchecked: Array(name.utf8)), tree.root)
            return "\(top)\n" + tree.sorted.map { "    \(Self.text($0.path, $0.node))\n" }.joined()
        }
        let texts = files.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.debugDescription)\n" }
        return "rsync \(arguments.map(Self.quoted).joined(separator: " "))\n" + listings.joined() + texts.joined()
    }

    private static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.utf8.allSatisfy { $0 > 0x2a && $0 < 0x7b && $0 != 0x3b && $0 != 0x5b }
        return isPlain ? word : "'\(word)'"
    }

    private static func text(_ path: RelativePath, _ node: Node) -> String {
        let time = "\(node.modified.seconds).\(node.modified.nanoseconds)"
        let mode = String(node.mode, radix: 8)
        return "\(DisplayName.escaping(path.bytes))  \(node.kind) \(mode) \(node.owner):\(node.group) \(time)"
    }
}
