internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// Whether filter rules let what a manifest names take part, for names that no listing has. Rules of directories that are
/// not there cannot speak.
struct RecordSelection {
    let filters: FilterList
    let base: [UInt8]
    let endpoint: any Endpoint

    func includes(_ record: Record) -> Bool {
        if filters.isEmpty { return true }
        var selection: any Selection = FilterSelection(
            scope: FilterScope(filters, side: .sender, base: base), endpoint: endpoint)
        var path = RelativePath.root
        let components = record.path.components
        for (index, component) in components.enumerated() {
            if let inside = try? selection.entering(path) { selection = inside }
            path = path.appending(name: component)
            let isDirectory = index < components.count - 1 || record.kind == .directory
            if !selection.includes(path, isDirectory: isDirectory) { return false }
        }
        return true
    }
}
