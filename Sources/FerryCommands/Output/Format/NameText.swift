public import FerryCore

/// How names are printed.
public struct NameText: Sendable, Hashable {
    /// `-8`: bytes that are not UTF-8 stay as they are, and only control characters are escaped.
    public let keepsHighBytes: Bool

    public init(keepsHighBytes: Bool = false) {
        self.keepsHighBytes = keepsHighBytes
    }

    public func bytes(_ name: [UInt8]) -> [UInt8] {
        if DisplayName.isPlain(name) { return name }
        if !keepsHighBytes { return Array(DisplayName.escaping(name).utf8) }
        return name.split(omittingEmptySubsequences: false) { $0 >= 0x80 }.reduce(into: []) { text, ascii in
            text += DisplayName.escaping(ascii).utf8
            if ascii.endIndex < name.endIndex { text.append(name[ascii.endIndex]) }
        }
    }

    /// The name of an entry with a slash behind a directory; the root is `./`.
    public func bytes(_ entry: Entry) -> [UInt8] {
        if entry.path.isRoot { return Array("./".utf8) }
        let name = bytes(entry.path.bytes)
        return entry.isDirectory ? name + [RelativePath.separator] : name
    }
}
