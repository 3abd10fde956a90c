/// The value of `--files-from`: the names of what is copied, in the order of the file.
public struct FileList: Sendable {
    public let entries: [FileListEntry]

    /// Reads one name a line, or one before each NUL byte. Empty lines and those that start with `#` or `;` are left
    /// out.
    /// - Parameter keepsPaths: `--relative`, which a list of files implies.
    public init(parsing text: [UInt8], nulSeparated: Bool, keepsPaths: Bool = true) throws(FileListError) {
        var entries: [FileListEntry] = []
        let ends: (UInt8) -> Bool =
            nulSeparated ? { $0 == 0 } : { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        for name in text.split(whereSeparator: ends) {
            if name.first == UInt8(ascii: "#") || name.first == UInt8(ascii: ";") { continue }
            // A list for --from0 that is read without it would otherwise be one absurd name.
            if name.contains(0) { throw FileListError(name: Array(name)) }
            entries.append(FileListEntry(name, keepsPath: keepsPaths))
        }
        self.entries = entries
    }

    /// What is selected below each base, bases in the order of their first entry. A list without names selects nothing
    /// below its directory.
    public func selections(recursive: Bool) -> [(base: RelativePath, selection: FileSelection)] {
        if entries.isEmpty { return [(.root, FileSelection([], recursive: recursive))] }
        var order: [RelativePath] = []
        var groups: [RelativePath: [FileListEntry]] = [:]
        for entry in entries {
            if groups[entry.base] == nil { order.append(entry.base) }
            groups[entry.base, default: []].append(entry)
        }
        return order.map { ($0, FileSelection(groups[$0] ?? [], recursive: recursive)) }
    }
}

/// A name in a list of files that is none.
public struct FileListError: Error, Hashable, CustomStringConvertible {
    public let name: [UInt8]

    public var description: String {
        "a name in the list of files contains a NUL byte (a list for --from0?): '\(DisplayName.escaping(name.prefix(60)))'"
    }
}
