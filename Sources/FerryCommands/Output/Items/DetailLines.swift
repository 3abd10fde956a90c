internal import FerryCore
internal import FerrySync

/// Lines about what happens besides the fates of entries, in rsync's words.
struct DetailLines: Sendable {
    private let info: OutputLevels<InfoFlag>
    private let names: NameText

    init(_ output: OutputOptions) {
        info = output.info
        names = output.names
    }

    /// The line without its newline; nil where it was not asked for.
    func line(for detail: Detail) -> [UInt8]? {
        switch detail {
        case .backedUp(let path, let name):
            info[.backup] > 0
                ? Array("backed up ".utf8) + names.bytes(path.bytes) + Array(" to ".utf8) + names.bytes(name) : nil
        case .removedSource(let path):
            info[.remove] > 0 ? Array("sender removed ".utf8) + names.bytes(path.bytes) : nil
        case .ruled(let path, let isDirectory, let side, let rule):
            decision(on: path, isDirectory: isDirectory, side, rule)
        }
    }

    private func decision(on path: RelativePath, isDirectory: Bool, _ side: FilterSide, _ rule: FilterRule) -> [UInt8] {
        let verb: String
        switch side {
        case .sender: verb = rule.includes ? "[sender] showing" : "[sender] hiding"
        case .receiver: verb = rule.includes ? "[generator] risking" : "[generator] protecting"
        }
        let pattern = names.bytes(rule.pattern) + (rule.directoriesOnly ? [RelativePath.separator] : [])
        return Array("\(verb) \(isDirectory ? "directory" : "file") ".utf8) + names.bytes(path.bytes)
            + Array(" because of pattern ".utf8) + pattern
    }
}
