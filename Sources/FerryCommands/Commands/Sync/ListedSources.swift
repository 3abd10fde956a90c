internal import FerryCore
internal import FerryEndpoints
internal import FerrySync
internal import Glibc

extension SyncCommand {
    /// What a list of files names below the one source: one source for each directory that paths count from.
    func listedSources(_ filesFrom: SyncCommandLine.FilesFrom) throws(UsageError) -> [SyncSource] {
        let location = try registry.location(line.sources[0])
        try requireBase(location)
        let list = try fileList(filesFrom, below: location)
        var sources: [SyncSource] = []
        for (base, files) in list.selections(recursive: line.options.selection.recursive) {
            let root = base.components.reduce(location) { $0.appending(name: $1) }.path
            var source = SyncSource(
                endpoint: try sourceRegistry.open(location, at: root), path: .root,
                sendsImpliedDirectories: line.relative, base: absolute(root))
            source.files = files
            sources.append(source)
        }
        return sources
    }

    /// Without the directory that the names count from nothing is done, whatever they are. Elsewhere it need not be one that can be
    /// looked at: names may be URLs.
    private func requireBase(_ location: Location) throws(UsageError) {
        guard location.isLocal else { return }
        let endpoint = try sourceRegistry.open(location, at: location.path)
        defer { endpoint.close() }
        if try registry.looking({ () throws(EndpointError) in try endpoint.entry(at: .root) })?.isDirectory == true {
            return
        }
        throw UsageError(
            "'\(location)': there is no such directory to find the listed files in", status: .fileSelection)
    }

    private func fileList(
        _ filesFrom: SyncCommandLine.FilesFrom, below source: Location
    ) throws(UsageError) -> FileList {
        let name = filesFrom.path ?? Array("-".utf8)
        guard let text = TextFile.content(of: name) else {
            let reason = String(cString: strerror(errno))
            // With rsync's status, which is not that of filter files that cannot be read.
            throw UsageError("cannot read '\(DisplayName.escaping(name))': \(reason)", status: .usage)
        }
        let names = try ListedURLs(source: source, isNulSeparated: filesFrom.nulTerminated).names(in: text)
        do throws(FileListError) {
            return try FileList(parsing: names, nulSeparated: filesFrom.nulTerminated, keepsPaths: line.relative)
        } catch {
            throw UsageError("\(error)", status: .usage)
        }
    }
}
