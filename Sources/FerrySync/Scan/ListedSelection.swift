internal import FerryCore
internal import FerryEndpoints

/// The names of a list of files, and the filter rules, as a listing's selection: only directories that lead to names, or
/// whose content is asked for, are entered.
struct ListedSelection: Selection {
    let files: FileSelection
    let rules: any Selection

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool {
        switch files.role(of: path) {
        case .named, .content: rules.includes(path, isDirectory: isDirectory)
        // Filter rules hide no directory that leads to a name.
        case .implied: isDirectory || (files.isContent(path) && rules.includes(path, isDirectory: false))
        case nil: false
        }
    }

    func entering(_ directory: RelativePath) throws(EndpointError) -> any Selection {
        guard files.lists(directory) else { return Nothing() }
        return ListedSelection(files: files, rules: try rules.entering(directory))
    }
}

/// Selects nothing.
private struct Nothing: Selection {
    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool { false }
    func entering(_ directory: RelativePath) -> any Selection { self }
}
