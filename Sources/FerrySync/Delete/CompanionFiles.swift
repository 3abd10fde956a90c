internal import FerryCore
internal import FerryDelta
internal import FerryState

/// Files that describe others and lie beside them: `NAME.ferrysig` stays as long as `NAME` does, and so do its check files in a
/// run that has to do with them. In other runs those stay that ferry wrote, while `NAME` is what they say of it.
struct CompanionFiles {
    /// Files that stay, of which what comes next may be a companion. In canonical order everything between `NAME` and
    /// `NAME.ferrysig` begins with `NAME`, so each is a prefix of the next.
    private var files: [Entry] = []
    /// Nil where check files are files like others.
    private let checkFiles: CheckFileNames?
    /// Nil where nothing is known of what ferry wrote.
    private let written: WrittenCheckFiles?

    private static let writtenNames = CheckFileNames(DeliveryOptions.writtenAlgorithms.map(\.checkFileEnding))

    init(checkFiles: CheckFileNames?, written: WrittenCheckFiles?) {
        self.checkFiles = checkFiles
        self.written = written
    }

    /// The destination has this file of a source, or will have it. To be called in canonical order.
    mutating func add(_ file: Entry) {
        leave(for: file.path)
        files.append(file)
    }

    /// Whether this is a companion of a file that stays.
    mutating func contains(_ entry: Entry) -> Bool {
        let path = entry.path
        leave(for: path)
        if case .file(let data)? = checkFiles?.subject(of: path), file(data) != nil { return true }
        if let written, case .file(let path)? = Self.writtenNames.subject(of: path), let data = file(path) {
            return written.contains(entry, of: CheckedData(data))
        }
        let suffix = Array(PublishedSignature.suffix.utf8)
        guard path.bytes.count > suffix.count, path.bytes.suffix(suffix.count).elementsEqual(suffix) else {
            return false
        }
        return files.contains {
            $0.path.bytes.count == path.bytes.count - suffix.count && path.bytes.starts(with: $0.path.bytes)
        }
    }

    private func file(_ path: RelativePath) -> Entry? { files.last { $0.path == path } }

    private mutating func leave(for path: RelativePath) {
        while let last = files.last, !path.bytes.starts(with: last.path.bytes) { files.removeLast() }
    }
}
