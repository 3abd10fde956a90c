internal import FerryCore

/// Which names are those of check files, and of what. Goes by names alone.
struct CheckFileNames: Sendable {
    private let endings: [[UInt8]]
    private let lists: [[UInt8]]

    /// `endings` are those of check files beside data files, without dots. Lists of a directory are looked for where the
    /// digest that they hold is among the endings.
    init(_ endings: [String]) {
        self.endings = endings.map { Array($0.utf8) }
        lists = endings.filter { $0 == "sha256" || $0 == "md5" }.map { Array("\($0.uppercased())SUMS".utf8) }
    }

    enum Subject: Equatable {
        /// One file, which lies beside it.
        case file(RelativePath)
        /// The files of a directory.
        case directory(RelativePath)
    }

    /// What a check file of this name is about; nil if it is none.
    func subject(of path: RelativePath) -> Subject? {
        let name = path.name
        if lists.contains(where: name.elementsEqual) { return .directory(path.parent ?? .root) }
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex,
            endings.contains(where: name[(dot + 1)...].elementsEqual)
        else { return nil }
        return .file((path.parent ?? .root).appending(name: name[..<dot]))
    }

    /// The data file beside a check file: its path at the source, and that of the transfer.
    func data(of file: DeferredCheckFile) -> (original: RelativePath, path: RelativePath)? {
        guard case .file(let original)? = subject(of: file.original) else { return nil }
        return (original, (file.path.parent ?? .root).appending(name: Array(original.name)))
    }

    /// The check file of a data file by a digest, as `--write-check-files` names it.
    static func checkFile(_ algorithm: DigestAlgorithm, of path: RelativePath) -> RelativePath {
        RelativePath(unchecked: path.bytes + suffix(algorithm))
    }

    static func suffix(_ algorithm: DigestAlgorithm) -> [UInt8] {
        [UInt8(ascii: ".")] + algorithm.checkFileEnding.utf8
    }

    /// The check files that a data file may have beside it, and the lists of its directory.
    func candidates(for path: RelativePath) -> (beside: [RelativePath], lists: [RelativePath]) {
        let directory = path.parent ?? .root
        return (
            endings.map { directory.appending(name: Array(path.name) + [UInt8(ascii: ".")] + $0) },
            lists.map { directory.appending(name: $0) }
        )
    }
}
