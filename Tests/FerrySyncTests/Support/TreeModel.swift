import FerryCore
import FerryEndpoints

/// What a tree holds, as a map that can be compared. The root is not part of it.
struct TreeModel: Equatable {
    var nodes: [RelativePath: Node] = [:]

    struct Node: Equatable {
        var kind: EntryKind
        var content: [UInt8] = []
        /// Of a symlink.
        var target: [UInt8]?
        var permissions: UInt16
        /// Nil where the endpoint keeps none.
        var modified: Timestamp?

        var isDirectory: Bool { kind == .directory }
    }

    subscript(_ path: String) -> Node? {
        get { nodes[RelativePath(unchecked: Array(path.utf8))] }
        set { nodes[RelativePath(unchecked: Array(path.utf8))] = newValue }
    }

    subscript(_ path: RelativePath) -> Node? {
        get { nodes[path] }
        set { nodes[path] = newValue }
    }

    /// In canonical order, so parents come before what is in them.
    var paths: [RelativePath] {
        nodes.keys.sorted {
            CanonicalOrder.compare($0, isDirectory: nodes[$0]!.isDirectory, $1, isDirectory: nodes[$1]!.isDirectory) < 0
        }
    }

    func contains(below directory: RelativePath) -> Bool {
        nodes.keys.contains { $0 != directory && $0.isInside(directory) }
    }

    mutating func removeAll(in directory: RelativePath) {
        nodes = nodes.filter { !$0.key.isInside(directory) }
    }

    /// The same tree as something sees it that keeps less.
    func without(times: Bool = false, permissions: Bool = false) -> TreeModel {
        var copy = self
        for path in nodes.keys {
            if times { copy.nodes[path]!.modified = nil }
            if permissions { copy.nodes[path]!.permissions = 0 }
        }
        return copy
    }
}

extension TreeModel.Node {
    static func file(_ text: String, at seconds: Int64 = 1000) -> Self {
        Self(kind: .file, content: Array(text.utf8), permissions: 0o644, modified: Timestamp(seconds: seconds))
    }

    static func directory(at seconds: Int64 = 1000) -> Self {
        Self(kind: .directory, permissions: 0o755, modified: Timestamp(seconds: seconds))
    }

    static func symlink(_ target: String, at seconds: Int64 = 1000) -> Self {
        Self(
            kind: .symlink, target: Array(target.utf8), permissions: 0o777, modified: Timestamp(seconds: seconds))
    }
}

extension TreeModel: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, Node)...) {
        for (path, node) in elements { self[path] = node }
    }
}

extension TreeModel: CustomStringConvertible {
    var description: String {
        paths.map { "\n  \($0) \(nodes[$0]!)" }.joined()
    }
}

extension TreeModel.Node: CustomStringConvertible {
    var description: String {
        let time = modified.map { "\($0.seconds).\($0.nanoseconds)" } ?? "-"
        let data = DisplayName.escaping(target ?? Array(content.prefix(20)))
        return "\(kind) \(String(permissions, radix: 8)) \(time) \(content.count) \(data)"
    }
}
