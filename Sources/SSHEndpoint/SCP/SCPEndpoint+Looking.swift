public import FerryCore
public import FerryEndpoints

extension SCPEndpoint {
    public func entry(at path: RelativePath) throws(EndpointError) -> Entry? {
        guard capabilities.names.allows(path) else { return nil }
        do throws(EndpointError) {
            let output = try call("look", path, for: .look)
            return try during(.look, path) { () throws(SCPError) in try entry(output, at: path) }
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
    }

    /// The line of facts that ends a function's output, and what a symlink points to behind it.
    func entry(_ output: [UInt8], at path: RelativePath) throws(SCPError) -> Entry {
        var rest = output[...]
        let directory =
            path.isRoot ? rootWord + [RelativePath.separator] : word(path.parent ?? .root) + [RelativePath.separator]
        do throws(ConnectionFailure) {
            let line = try StatLine(taking: &rest, below: directory)
            return line.entry(at: path, target: Array(rest))
        } catch {
            throw .lost(error)
        }
    }
}

extension StatLine {
    func entry(at path: RelativePath, target: [UInt8]) -> Entry {
        guard attributes.kind == .symlink else { return Entry(path: path, attributes: attributes) }
        var attributes = attributes
        attributes.size = Int64(target.count)
        return Entry(path: path, attributes: attributes, linkTarget: target)
    }
}
