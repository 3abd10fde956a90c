/// The path of a root on a server, unescaped: beginning with a slash and not ending in one; empty for the server's root.
public struct ServerPath: Hashable, Sendable {
    private let bytes: [UInt8]

    /// Undoes `.` and `..` by the rules of URLs: there is nothing above the server's root.
    public init(_ path: [UInt8]) {
        var names: [ArraySlice<UInt8>] = []
        for name in path.split(separator: RelativePath.separator) where !name.elementsEqual(".".utf8) {
            if name.elementsEqual("..".utf8) { _ = names.popLast() } else { names.append(name) }
        }
        bytes = names.flatMap { [RelativePath.separator] + $0 }
    }

    public func bytes(of path: RelativePath) -> [UInt8] {
        path.isRoot ? bytes : bytes + [RelativePath.separator] + path.bytes
    }

    public func sibling(at path: [UInt8]) -> ServerPath {
        ServerPath(path.first == RelativePath.separator ? path : bytes + [RelativePath.separator] + path)
    }

    /// What follows in a path of the same server; nil where this root is not below that one.
    public func relativeBytes(to other: ServerPath) -> [UInt8]? {
        guard bytes.starts(with: other.bytes) else { return nil }
        let rest = bytes.dropFirst(other.bytes.count)
        return rest.isEmpty || rest.first == RelativePath.separator ? Array(rest.dropFirst()) : nil
    }
}
