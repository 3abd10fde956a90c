internal import FerryCore
internal import FerryEndpoints
internal import FerrySync

/// What is copied, as far as the meaning of a destination that is no directory depends on it.
struct SourceNames {
    private let line: SyncCommandLine
    private let job: SyncJob

    init(_ line: SyncCommandLine, _ job: SyncJob) {
        self.line = line
        self.job = job
    }

    var found: [SyncSourceName] {
        if line.preset == .rsync { return selected }
        if line.filesFrom != nil {
            return [SyncSourceName(path: .root, source: 0, isDirectory: true, takesNewName: false)]
        }
        return job.sources.indices.compactMap(named)
    }

    /// rsync counts what takes part: a single entry, if only a directory without content, is copied to the name itself,
    /// whether or not it would be a single one but for filter rules.
    private var selected: [SyncSourceName] {
        SourceScan(job).firstItems(2).map { item in
            guard case .item(let item) = item else {
                return SyncSourceName(path: item.path, source: 0, isDirectory: false, takesNewName: false)
            }
            let (path, isDirectory) = (item.entry.path, item.entry.isDirectory)
            return SyncSourceName(
                path: path, source: item.source, isDirectory: isDirectory, takesNewName: !path.isRoot)
        }
    }

    /// A source that is there; the error of one that is not comes when it is scanned.
    private func named(_ number: Int) -> SyncSourceName? {
        let (source, selection) = (job.sources[number], job.options.selection)
        let takesDirectories = selection.recursive || selection.directoriesOnly
        let entry = source.path.isRoot ? nil : try? source.endpoint.entry(at: source.path)
        let isDirectory = source.path.isRoot || entry?.isDirectory == true
        guard source.path.isRoot || entry != nil, takesDirectories || !isDirectory else { return nil }
        return SyncSourceName(
            path: source.path, source: number, isDirectory: isDirectory, takesNewName: !isDirectory)
    }
}

extension [SyncSource] {
    /// Gives the only entry that is copied another name.
    mutating func rename(_ only: SyncSourceName, to name: RelativePath) {
        self[only.source].files = nil
        self[only.source].path = only.path
        if name != only.path { self[only.source].newName = name }
    }
}
