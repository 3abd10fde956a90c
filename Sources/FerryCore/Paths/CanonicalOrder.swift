internal import Glibc

/// The one order of every listing: byte order of the full relative path, a directory counting as its name plus `/`.
///
/// Object stores list in this order, and a depth-first walk produces it by sorting each directory this way. Note that
/// the file `a` and the directory `a/` are not neighbours: `a-b` lies between them.
public enum CanonicalOrder {
    /// Negative, zero or positive, as `left` comes before, with or after `right`.
    public static func compare(
        _ left: RelativePath, isDirectory leftIsDirectory: Bool,
        _ right: RelativePath, isDirectory rightIsDirectory: Bool
    ) -> Int {
        compare(left.bytes, leftIsDirectory, right.bytes, rightIsDirectory)
    }

    public static func compare(_ left: [UInt8], _ leftSlash: Bool, _ right: [UInt8], _ rightSlash: Bool) -> Int {
        let common = min(left.count, right.count)
        let prefix = left.withUnsafeBytes { l in
            right.withUnsafeBytes { r in common == 0 ? 0 : memcmp(l.baseAddress!, r.baseAddress!, common) }
        }
        if prefix != 0 { return Int(prefix) }
        let next = byte(left, leftSlash, at: common) - byte(right, rightSlash, at: common)
        return next != 0 ? Int(next) : length(left, leftSlash) - length(right, rightSlash)
    }

    /// The root directory is the empty key: nothing sorts before it, so it gets no slash.
    private static func length(_ path: [UInt8], _ slash: Bool) -> Int {
        path.count + (slash && !path.isEmpty ? 1 : 0)
    }

    /// The key's byte at `index`, or -1 past its end.
    private static func byte(_ path: [UInt8], _ slash: Bool, at index: Int) -> Int16 {
        if index < path.count { return Int16(path[index]) }
        return index < length(path, slash) ? Int16(RelativePath.separator) : -1
    }
}
