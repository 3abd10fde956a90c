/// A directory or file named from `/`, as its components; compared as text, links are not resolved.
struct AbsolutePath: Hashable, Sendable {
    private(set) var components: [ArraySlice<UInt8>] = []

    /// Reads a path; one that does not start with a slash starts from `directory`. `.` and `..` are resolved.
    init(_ path: some Collection<UInt8>, from directory: AbsolutePath? = nil) {
        if path.first != RelativePath.separator, let directory { components = directory.components }
        for component in Array(path).split(separator: RelativePath.separator) {
            if component.elementsEqual("..".utf8) {
                _ = components.popLast()
            } else if !component.elementsEqual(".".utf8) {
                components.append(component)
            }
        }
    }

    private init(components: [ArraySlice<UInt8>]) {
        self.components = components
    }

    /// With a leading slash and none at the end, so empty for `/`.
    var bytes: [UInt8] { components.reduce(into: []) { $0 += [RelativePath.separator] + $1 } }

    var directory: AbsolutePath { AbsolutePath(components: components.dropLast()) }

    func appending(_ path: RelativePath) -> AbsolutePath {
        AbsolutePath(components: components + path.components)
    }

    func relative(to directory: AbsolutePath) -> RelativePath? {
        guard components.starts(with: directory.components) else { return nil }
        let rest = components.dropFirst(directory.components.count)
        return RelativePath(unchecked: Array(rest.joined(separator: [RelativePath.separator])))
    }

    /// The directories from `top` down to the one that holds this path; none when `top` is not above it.
    func parents(from top: AbsolutePath) -> [AbsolutePath] {
        guard components.starts(with: top.components) else { return [] }
        return (top.components.count..<max(top.components.count, components.count))
            .map { AbsolutePath(components: Array(components[..<$0])) }
    }
}
