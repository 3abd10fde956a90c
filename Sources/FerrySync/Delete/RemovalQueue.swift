internal import FerryCore
internal import FerryEndpoints

/// What is to go of a tree that is listed in canonical order: files many at once where that helps, each directory after all that
/// is in it. One that keeps something stays without a further complaint.
struct RemovalQueue {
    private let removal: Removal
    private let batch: (any BatchRemovalRole)?
    /// The directories that the listing has entered and not left, outermost first.
    private var open: [(entry: Entry, keepsSomething: Bool)]
    private var files: [Entry] = []
    /// Those that the listing has left, each after those in it. They go after `files`.
    private var directories: [Entry] = []
    private(set) var isComplete = true

    init(of removal: Removal, top: Entry) {
        self.removal = removal
        batch = removal.isDryRun ? nil : removal.endpoint.batchRemoval
        open = [(top, false)]
    }

    mutating func add(_ entry: Entry) {
        leave(for: entry.path)
        if entry.isDirectory { return open.append((entry, false)) }
        files.append(entry)
        removeIfMany()
    }

    /// Something in the innermost directory stays.
    mutating func keep() {
        isComplete = false
        if !open.isEmpty { open[open.count - 1].keepsSomething = true }
    }

    /// The listing has come to its end.
    mutating func finish() {
        leave(for: nil)
        removeAll()
    }

    /// Leaves the directories that `path` lies outside of; nil leaves all.
    private mutating func leave(for path: RelativePath?) {
        while let last = open.last {
            if let path, path.isInside(last.entry.path) { return }
            open.removeLast()
            if last.keepsSomething { keep() } else { directories.append(last.entry) }
            removeIfMany()
        }
    }

    private mutating func removeIfMany() {
        if max(files.count, directories.count) >= batch?.largestBatch ?? 1 { removeAll() }
    }

    private mutating func removeAll() {
        var staying = remove(files)
        if let markers = removal.endpoint.directoryMarkers, !removal.isDryRun {
            staying += removeTogether(directories.filter { !keeps($0, staying) }, markers.unmark)
        } else if batch != nil {
            for level in DirectoryRemoval.levels(of: directories) {
                staying += removeTogether(level.filter { !keeps($0, staying) }) { (paths) throws(EndpointError) in
                    try DirectoryRemoval.remove(paths, from: removal.endpoint)
                }
            }
        } else {
            for directory in directories where !keeps(directory, staying) { staying += remove(directory) }
        }
        files.removeAll(keepingCapacity: true)
        directories.removeAll(keepingCapacity: true)
        if staying.isEmpty { return }
        isComplete = false
        for index in open.indices where keeps(open[index].entry, staying) { open[index].keepsSomething = true }
    }

    private func keeps(_ directory: Entry, _ staying: [RelativePath]) -> Bool {
        staying.contains { $0.isInside(directory.path) }
    }

    /// Returns what stays.
    private func remove(_ files: [Entry]) -> [RelativePath] {
        if let batch { return removeTogether(files, batch.remove) }
        return files.flatMap(remove)
    }

    private func removeTogether(
        _ entries: [Entry], _ call: ([RelativePath]) throws(EndpointError) -> [(RelativePath, EndpointError)]
    ) -> [RelativePath] {
        if entries.isEmpty { return [] }
        do throws(EndpointError) {
            let failures = try call(entries.map(\.path))
            for (_, error) in failures { removal.observer.failed(error) }
            let staying = failures.map(\.0)
            let known = Set(staying)
            for entry in entries where !known.contains(entry.path) { removal.observer.removed(entry) }
            return staying
        } catch {
            removal.observer.failed(error)
            return entries.map(\.path)
        }
    }

    private func remove(_ entry: Entry) -> [RelativePath] {
        do throws(EndpointError) {
            if !removal.isDryRun { try removal.endpoint.remove(entry.path, kind: entry.kind) }
            removal.observer.removed(entry)
            return []
        } catch  where error.code == .notFound {
            // Somebody else was faster.
            return []
        } catch {
            removal.observer.failed(error)
            return [entry.path]
        }
    }
}
