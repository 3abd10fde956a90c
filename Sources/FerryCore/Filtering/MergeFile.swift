/// A merge file that the rules in force ask for while a tree is walked.
public enum MergeFile: Hashable, Sendable {
    /// A file below the base that transfer paths start from.
    case inside(RelativePath)
    /// A file elsewhere, by its absolute path.
    case outside([UInt8])

    /// Gives the content; nil when there is no such file.
    public typealias Reader = (MergeFile) throws(FilterParseError) -> [UInt8]?

    init(_ path: AbsolutePath, base: AbsolutePath) {
        if let relative = path.relative(to: base) {
            self = .inside(relative)
        } else {
            self = .outside(path.bytes)
        }
    }

    /// The name that errors give.
    var displayName: [UInt8] {
        switch self {
        case .inside(let path): path.bytes
        case .outside(let path): path
        }
    }
}
