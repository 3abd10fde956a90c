/// The filter rules in force in one directory of one tree, for one side of the transfer. Immutable.
///
/// Make one for the root of the walk with `init`, then derive the scope of each directory that is walked (the first one
/// too) from its parent's with `entering`, and ask the directory's scope about the directory's entries. Paths are
/// those of the transfer: where `rsync -a src dst` sends `src/file`, the path is `src/file`, and the `base` is the
/// directory that holds `src`.
public final class FilterScope: Sendable {
    public let side: FilterSide
    private let base: AbsolutePath
    private let state: FilterState
    private let fileRules: RuleTable
    /// The rules that `fileRules` was made of.
    private var rulesOfFiles: [FilterRule] { state.rules.filter { !$0.matchesAttributes } }
    private let attributeRules: RuleTable

    /// - Parameter base: the absolute path of the directory that transfer paths start from; `/` where it is unknown,
    ///   which matters only to rules with the modifier `/` and merge files named by a path.
    public convenience init(_ rules: FilterList, side: FilterSide, base: [UInt8]) {
        self.init(FilterState(rules, side: side), base: AbsolutePath(base))
    }

    private init(_ state: FilterState, base: AbsolutePath) {
        side = state.side
        self.base = base
        self.state = state
        let rules = state.rules
        fileRules = RuleTable(rules.lazy.filter { !$0.matchesAttributes }, base: base.bytes)
        attributeRules = RuleTable(rules.lazy.filter(\.matchesAttributes), base: base.bytes)
    }

    /// The scope of a directory: these rules and those of its merge files. Costs nothing where no merge files are
    /// looked for, and one call of `read` for each that is.
    public func entering(
        _ directory: RelativePath, readingMergeFile read: MergeFile.Reader
    ) throws(FilterParseError) -> FilterScope {
        if !state.looksForFiles { return self }
        let entered = try state.entering(directory, base: base, read)
        guard let entered else { return self }
        return FilterScope(entered, base: base)
    }

    /// Whether no rule can match a file's name here.
    public var isEmpty: Bool { fileRules.isEmpty }

    /// Whether the rules exclude this entry: on the sender's side it is hidden (no part of the transfer), on the
    /// receiver's it is protected (not deleted). The root never is.
    ///
    /// - Parameter parentIsDeleted: the question comes up because a directory above is being deleted: perishable
    ///   rules do not count.
    public func excludes(_ path: RelativePath, isDirectory: Bool, parentIsDeleted: Bool = false) -> Bool {
        fileRules.verdict(on: path.bytes, isDirectory: isDirectory, ignoringPerishable: parentIsDeleted) == false
    }

    /// The rule that decides about this entry, if any does: for telling, since it costs more than the decision.
    public func rule(for path: RelativePath, isDirectory: Bool, parentIsDeleted: Bool = false) -> FilterRule? {
        fileRules.firstMatch(on: path.bytes, isDirectory: isDirectory, ignoringPerishable: parentIsDeleted)
            .map { rulesOfFiles[$0] }
    }

    /// Whether any rule is about extended attributes; if so, they alone say which are copied or removed.
    public var hasAttributeRules: Bool { !attributeRules.isEmpty }

    /// Whether the rules exclude an extended attribute of this name.
    public func excludes(attribute name: [UInt8]) -> Bool {
        attributeRules.verdict(on: name, isDirectory: false, ignoringPerishable: false) == false
    }
}
