internal import FerryCore
internal import FerryEndpoints

/// What of the destination a comparison has to list: what lies in or above the places that the sources go to, except
/// what the filter rules both hide on the sending side and protect on the receiving one.
struct DestinationSelection: Selection {
    let regions: [RelativePath]
    /// The rules of both sides; nil where merge files may make them differ from directory to directory: then what is
    /// protected here may still be sent, and has to be seen.
    let rules: (protected: FilterScope, hidden: FilterScope)?
    /// How names end that have to be seen whatever the rules say: those of check files that the run may write.
    let endings: [[UInt8]]
    /// Told of each rule that protects what is not listed.
    var tell: FilterScope.Telling?

    init(regions: [RelativePath], filters: FilterList, base: [UInt8], endings: [[UInt8]] = []) {
        self.regions = regions
        self.endings = endings
        guard !filters.isEmpty, !filters.readsMergeFiles else {
            rules = nil
            return
        }
        rules = (
            FilterScope(filters, side: .receiver, base: base), FilterScope(filters, side: .sender, base: base)
        )
    }

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool {
        if !regions.contains(where: { path.isInside($0) || $0.isInside(path) }) { return false }
        guard let rules else { return true }
        if !isDirectory, endings.contains(where: { path.bytes.suffix($0.count).elementsEqual($0) }) { return true }
        let isLeftOut =
            rules.hidden.excludes(path, isDirectory: isDirectory)
            && rules.protected.excludes(path, isDirectory: isDirectory)
        if isLeftOut, let tell, let rule = rules.protected.rule(for: path, isDirectory: isDirectory) {
            tell(.ruled(path, isDirectory: isDirectory, .receiver, rule))
        }
        return !isLeftOut
    }

    var takesEverything: Bool { rules == nil && regions.contains(.root) }

    func entering(_ directory: RelativePath) -> any Selection { self }
}
