/// Paths as users and options name them: bytes, absolute or not.
extension [UInt8] {
    /// The directory of a path, `.` where none is named, and the name in it; nil where the path ends in no name.
    public var parentAndName: (parent: [UInt8], name: RelativePath)? {
        let cut = lastIndex(of: RelativePath.separator)
        let name = self[(cut.map { $0 + 1 } ?? 0)...]
        if name.isEmpty || name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { return nil }
        return (cut.map { Array(self[...$0]) } ?? [UInt8(ascii: ".")], RelativePath(unchecked: Array(name)))
    }

    /// `/` becomes empty.
    public var withoutTrailingSlashes: [UInt8] {
        Array(prefix(upTo: lastIndex { $0 != RelativePath.separator }.map { $0 + 1 } ?? 0))
    }

    /// The directory above, without slashes at its end; empty where there is none to name.
    public var directoryAbove: [UInt8] {
        (withoutTrailingSlashes.parentAndName?.parent ?? []).withoutTrailingSlashes
    }
}
