public import FerryCore

/// Where a source's tree begins and which entry of it is meant: rsync's reading of `a/b`, `a/b/`, and `a/./b` under
/// `--relative`.
public struct SourceRoot: Hashable, Sendable {
    /// The directory that paths of the transfer start from, as typed; `.` when none is named.
    public let root: [UInt8]
    /// The named entry below it; the root itself when all of its content is meant.
    public let path: RelativePath
    public let hasTrailingSlash: Bool
    /// With `--relative`, a path that begins with `./` sends the root directory itself too, without its content.
    public let impliesRoot: Bool

    /// `isRelative` is `--relative`. Refuses a path under it that climbs with `..`.
    public init(_ operand: [UInt8], isRelative: Bool) throws(UsageError) {
        let slash = RelativePath.separator
        hasTrailingSlash = operand.last == slash || operand.endsInDots
        if isRelative {
            let (root, rest) = operand.splitAtDotComponent
            self.root = root
            impliesRoot = rest.starts(with: "./".utf8)
            path = try Self.relativePath(rest, of: operand)
        } else if hasTrailingSlash {
            impliesRoot = false
            root = operand
            path = .root
        } else {
            impliesRoot = false
            let cut = operand.lastIndex(of: slash)
            let parent = cut.map { Array(operand[...$0]) } ?? []
            root = parent.isEmpty ? [UInt8(ascii: ".")] : parent
            path = RelativePath(unchecked: Array(operand[(cut.map { $0 + 1 } ?? 0)...]))
        }
    }

    /// The components below the root, without empty and `.` ones.
    private static func relativePath(_ bytes: [UInt8], of operand: [UInt8]) throws(UsageError) -> RelativePath {
        let components = bytes.split(separator: RelativePath.separator).filter { !$0.elementsEqual(".".utf8) }
        let joined = Array(components.joined(separator: [RelativePath.separator]))
        do throws(PathError) {
            return try RelativePath(validating: joined)
        } catch {
            throw UsageError("'\(DisplayName.escaping(operand))': '..' cannot be part of a relative name")
        }
    }
}

extension [UInt8] {
    /// `.`, `..`, and paths that end in them, mean a directory's content, as if a slash followed.
    fileprivate var endsInDots: Bool {
        let last = self[(lastIndex(of: RelativePath.separator).map { $0 + 1 } ?? 0)...]
        return last.elementsEqual(".".utf8) || last.elementsEqual("..".utf8)
    }

    /// Splits at the first `/./`; without one, the root is `/` or the working directory.
    fileprivate var splitAtDotComponent: (root: [UInt8], rest: [UInt8]) {
        let marker = Array("/./".utf8)
        for start in indices where self[start...].starts(with: marker) {
            return (Array(self[...start]), Array(self[(start + marker.count)...]))
        }
        let isAbsolute = first == RelativePath.separator
        return (isAbsolute ? [RelativePath.separator] : [UInt8(ascii: ".")], self)
    }
}
