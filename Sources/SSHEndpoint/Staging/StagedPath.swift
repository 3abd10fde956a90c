internal import FerryCore

/// The two halves of a path of the server's.
enum StagedPath {
    /// With its slash; nothing, which is where sessions begin, for a bare name.
    static func directory(of path: [UInt8]) -> [UInt8] {
        guard let slash = path.lastIndex(of: RelativePath.separator) else { return [] }
        return Array(path[...slash])
    }

    static func name(of path: [UInt8]) -> [UInt8] {
        Array(path[directory(of: path).count...])
    }
}
