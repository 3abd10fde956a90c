internal import FerryCore
internal import FerryEndpoints

/// The names of a list of files, and the filter rules, as a listing's selection: only directories that lead to names, or
/// whose content is asked for, are entered.
struct ListedSelection: Selection {
    let files: FileSelection
    let rules: any Selection
    /// A rule leaves the directory out that is being entered: it merely leads to other names.
    var hidesContent = false

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool {
        switch files.role(of: path) {
        case .named:
            rules.includes(path, isDirectory: isDirectory) || (isDirectory && files.leadsToNames(path))
        case .content: !hidesContent && rules.includes(path, isDirectory: isDirectory)
        // Filter rules hide no directory that leads to a name, nor what may be a symlink to one.
        case .implied:
            isDirectory || files.leadsToNames(path)
                || (files.isContent(path) && rules.includes(path, isDirectory: false))
        case nil: false
        }
    }

    func entering(_ directory: RelativePath) throws(EndpointError) -> any Selection {
        guard files.lists(directory) else { return Nothing() }
        let isNamed = files.role(of: directory) == .named
        return ListedSelection(
            files: files, rules: directory.isRoot && !files.namesRoot ? rules : try rules.entering(directory),
            hidesContent: isNamed ? !rules.includes(directory, isDirectory: true) : hidesContent)
    }

    func names(in directory: RelativePath) -> [SelectedName]? {
        if files.listsContent(of: directory) { return nil }
        let depth = directory.components.count
        var names: [SelectedName] = []
        for path in files.namedPaths(below: directory) where !path.isRoot {
            let name = directory.appending(name: path.components[depth])
            if names.last?.path != name { names.append(SelectedName(path: name, leadsOn: files.leadsToNames(name))) }
        }
        return names
    }
}

/// Selects nothing.
private struct Nothing: Selection {
    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool { false }
    func entering(_ directory: RelativePath) -> any Selection { self }
}
