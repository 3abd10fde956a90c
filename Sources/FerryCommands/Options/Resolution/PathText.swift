/// Paths that options name.
enum PathText {
    /// Without empty and `.` components and without a trailing slash: `./a//b/` is `a/b`. `..` stays, since what it
    /// means depends on symlinks.
    static func cleaned(_ path: String) -> String {
        let components = path.utf8.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
        let joined = components.map { String($0)! }.joined(separator: "/")
        return path.utf8.first == UInt8(ascii: "/") ? "/" + joined : joined
    }
}
