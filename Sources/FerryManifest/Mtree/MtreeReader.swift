public import FerryCore

/// The files of mtree(8): names below their directories, as `mtree -c` writes them, or full paths (`-C`).
public final class MtreeReader: RecordReader {
    private let lines: LineReader
    private var defaults = MtreeKeywords()
    private var directory = RelativePath.root
    /// After the ".." that ends the root's own entries.
    private var hasLeftRoot = false
    /// The line on which the last entry began: a backslash at its end continues it.
    public private(set) var line = 0

    public private(set) var warnings: [ManifestWarning] = []

    public var dialect: Dialect { .mtree }

    public init(_ source: any SequentialBytes) {
        lines = LineReader(source)
    }

    public func next() throws(ManifestError) -> Record? {
        while let words = try nextWords() {
            guard let name = words.first else { continue }
            do throws(MtreeKeywords.Failure) {
                if name.first == UInt8(ascii: "/") {
                    try setDefaults(words)
                } else if let record = try record(words) {
                    return record
                }
            } catch {
                throw .damaged(line: line, .malformed(error.text))
            }
        }
        return nil
    }

    /// The words of the next line, continued lines joined; nil at the end.
    private func nextWords() throws(ManifestError) -> [ArraySlice<UInt8>]? {
        var text: [UInt8] = []
        var isContinued = false
        while let next = try lines.next() {
            if !isContinued { line = lines.number }
            var part = next[...]
            if part.last == UInt8(ascii: "\r") { part = part.dropLast() }
            // An odd number of backslashes: the last one is none of a name.
            isContinued = part.reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
            text += isContinued ? part.dropLast() : part
            if text.count > LineReader.longestLine { throw .damaged(line: line, .tooLong) }
            if isContinued { continue }
            let first = text.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            if first == UInt8(ascii: "#") { return [] }
            return text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        }
        if isContinued { throw .damaged(line: line, .truncated) }
        return nil
    }

    private func setDefaults(_ words: [ArraySlice<UInt8>]) throws(MtreeKeywords.Failure) {
        if words[0].elementsEqual("/set".utf8) {
            for word in words.dropFirst() { try defaults.take(word) }
        } else if words[0].elementsEqual("/unset".utf8) {
            for word in words.dropFirst() { defaults.unset(word) }
        } else {
            throw .init(text: "'\(DisplayName.escaping(words[0]))' is no command of mtree")
        }
    }

    /// Nil for `..` and for the root, which are no entries.
    private func record(_ words: [ArraySlice<UInt8>]) throws(MtreeKeywords.Failure) -> Record? {
        if words[0].elementsEqual("..".utf8), words.count == 1 {
            if hasLeftRoot { throw .init(text: "'..' leads out of the tree") }
            hasLeftRoot = directory.isRoot
            directory = directory.parent ?? .root
            return nil
        }
        var keywords = defaults
        for word in words.dropFirst() { try keywords.take(word) }
        guard let kind = keywords.kind else { throw .init(text: "there is no 'type'") }
        let (path, isFull) = try path(words[0])
        if kind == .directory && !isFull { directory = path }
        if path.isRoot {
            hasLeftRoot = false
            return nil
        }
        if hasLeftRoot && !isFull { throw .init(text: "an entry follows the end of the tree") }
        var record = Record(
            path: path, kind: kind, size: kind == .file ? keywords.size : nil, modified: keywords.modified,
            permissions: kind == .symlink ? nil : keywords.permissions, digests: kind == .file ? keywords.digests : [],
            linkTarget: kind == .symlink ? keywords.linkTarget : nil)
        record.isOptional = keywords.isOptional
        if let name = keywords.unknownDigest, kind == .file, record.digests.isEmpty, warnings.isEmpty {
            let text = "'\(name)' is a digest that is not known here: content of such files is not compared"
            warnings.append(ManifestWarning(line: line, text: text))
        }
        return record
    }

    /// A name with a slash counts from the root, another one from the directory that was entered last.
    private func path(_ word: ArraySlice<UInt8>) throws(MtreeKeywords.Failure) -> (RelativePath, isFull: Bool) {
        guard var name = Vis.decode(word) else { throw .init(text: "the name has an escape that there is not") }
        let isFull = name.contains(RelativePath.separator)
        if name.starts(with: "./".utf8) { name.removeFirst(2) }
        if name == Array(".".utf8) { name = [] }
        guard let path = try? RelativePath(validating: name) else {
            throw .init(text: "the path '\(DisplayName.escaping(name))' leads out of the tree")
        }
        return (isFull ? path : path.isRoot ? .root : directory.appending(path), isFull)
    }
}
