internal import FerryCore
internal import FerryDelta

/// Files that describe others and lie beside them: `NAME.ferrysig` stays as long as `NAME` does, and so do its check files in a
/// run that has to do with them.
struct CompanionFiles {
    /// Files that stay, of which what comes next may be a companion. In canonical order everything between `NAME` and
    /// `NAME.ferrysig` begins with `NAME`, so each is a prefix of the next.
    private var files: [RelativePath] = []
    /// Nil where check files are files like others.
    private let checkFiles: CheckFileNames?

    init(checkFiles: CheckFileNames?) {
        self.checkFiles = checkFiles
    }

    /// The destination has this file, or will have it. To be called in canonical order.
    mutating func add(_ file: RelativePath) {
        leave(for: file)
        files.append(file)
    }

    /// Whether this is a companion of a file that stays.
    mutating func contains(_ path: RelativePath) -> Bool {
        leave(for: path)
        if case .file(let data)? = checkFiles?.subject(of: path), files.contains(data) { return true }
        let suffix = Array(PublishedSignature.suffix.utf8)
        guard path.bytes.count > suffix.count, path.bytes.suffix(suffix.count).elementsEqual(suffix) else {
            return false
        }
        return files.contains { $0.bytes.count == path.bytes.count - suffix.count && path.bytes.starts(with: $0.bytes) }
    }

    private mutating func leave(for path: RelativePath) {
        while let last = files.last, !path.bytes.starts(with: last.bytes) { files.removeLast() }
    }
}
