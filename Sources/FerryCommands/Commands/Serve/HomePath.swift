internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// A client's path as a shell takes it: `~` and `~NAME` at its beginning are home directories.
enum HomePath {
    static func resolve(_ path: [UInt8]) throws(EndpointError) -> [UInt8] {
        guard path.first == UInt8(ascii: "~") else { return path }
        let name = path.dropFirst().prefix { $0 != RelativePath.separator }
        guard let home = home(of: String(decoding: name, as: UTF8.self)) else {
            throw EndpointError(
                .notFound, .connect, path: nil, location: "", reason: "no account '\(DisplayName.escaping(name))'")
        }
        return home + path.dropFirst(1 + name.count)
    }

    /// Of this account where the name is empty.
    private static func home(of name: String) -> [UInt8]? {
        if name.isEmpty, let home = getenv("HOME") { return Array(String(cString: home).utf8) }
        let account = name.isEmpty ? getpwuid(geteuid()) : getpwnam(name)
        return account.map { Array(String(cString: $0.pointee.pw_dir).utf8) }
    }
}
