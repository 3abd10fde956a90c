internal import FerryCore

/// Paths that options name.
enum PathText {
    /// Without empty and `.` components and without a trailing slash: `./a//b/` is `a/b`, and `.` nothing. `..` stays,
    /// since what it means depends on symlinks.
    static func cleaned(_ path: [UInt8]) -> [UInt8] {
        let separator = RelativePath.separator
        let components = path.split(separator: separator).filter { !$0.elementsEqual(".".utf8) }
        return (path.first == separator ? [separator] : []) + components.joined(separator: [separator])
    }
}
