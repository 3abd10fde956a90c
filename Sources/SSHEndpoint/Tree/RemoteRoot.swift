internal import FerryCore
internal import FerryEndpoints

/// The directory on the server that an endpoint's paths start from.
struct RemoteRoot: Hashable, Sendable {
    /// As the server knows it: absolute, or relative to where sessions begin, which is the home directory.
    let bytes: [UInt8]

    /// PATH_MAX without the NUL byte, what system calls of the common servers take.
    static let longestPath = 4095

    init(bytes: [UInt8]) {
        self.bytes = bytes.isEmpty ? [UInt8(ascii: ".")] : bytes
    }

    /// A location's path. `~` and `~NAME` are resolved by the server; what follows need not be there, which OpenSSH's server
    /// would ask for.
    init(_ path: [UInt8], on connection: Connection) throws(SFTPError) {
        if path.first != UInt8(ascii: "~") {
            self.init(bytes: path)
        } else if connection.features.offers(.expandPath) {
            let end = path.firstIndex(of: RelativePath.separator) ?? path.endIndex
            let home = try connection.expandPath(Array(path[..<end])).wait()
            self.init(bytes: (home.elementsEqual("/".utf8) && end < path.endIndex ? [] : home) + path[end...])
        } else if path.elementsEqual("~".utf8) || path.starts(with: "~/".utf8) {
            self.init(bytes: Array(path.dropFirst(2)))
        } else {
            throw .refused(.unsupported, "the server does not resolve '~' and a name")
        }
    }

    /// Another root, a relative path taken from this one.
    func sibling(at path: [UInt8]) -> RemoteRoot {
        if path.first == RelativePath.separator { return RemoteRoot(bytes: path) }
        return RemoteRoot(bytes: bytes + [RelativePath.separator] + path)
    }

    /// The server's path of an entry.
    func path(_ path: RelativePath) throws(SFTPError) -> [UInt8] {
        if path.isRoot { return bytes }
        var joined = bytes
        if joined.last != RelativePath.separator { joined.append(RelativePath.separator) }
        joined += path.bytes
        guard joined.count <= Self.longestPath else {
            throw .refused(.nameNotAllowed, "the path is too long for the server")
        }
        return joined
    }
}
