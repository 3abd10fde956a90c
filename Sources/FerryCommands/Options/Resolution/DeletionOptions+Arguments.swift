internal import FerryCore
internal import FerrySync

extension DeletionOptions {
    /// - Parameter arguments: With recursion and directories already settled.
    init(resolving arguments: Arguments, preset: Preset) throws(UsageError) {
        let typed = arguments.deletion
        self.init()
        timing = try Self.timing(typed, preset)
        if timing != nil, arguments.selection.directories != .on {
            throw UsageError("--delete does not work without --recursive (-r) or --dirs (-d).")
        }
        limit = try typed.limit.map { (text) throws(UsageError) in try Limit(text) }
        checksLimitFirst = preset == .sync
        needsCompleteTransfers = preset == .sync
        force = typed.force
        ignoresErrors = typed.ignoresErrors
        allowsEmptySource = typed.allowsEmptySource || preset == .rsync
    }

    private static func timing(_ typed: DeletionArguments, _ preset: Preset) throws(UsageError) -> Timing? {
        var given: [Timing] = []
        if typed.before { given.append(.before) }
        if let onTheWay = typed.onTheWay { given.append(onTheWay == .during ? .during : .delay) }
        if typed.after { given.append(.after) }
        if given.count > 1 { throw UsageError("only one of the --delete-WHEN options may be given") }
        if let timing = given.first { return timing }
        guard typed.delete || typed.excluded else { return nil }
        return preset == .rsync ? .during : .delay
    }
}

extension DeletionOptions.Limit {
    fileprivate init(_ text: OptionText) throws(UsageError) {
        switch try text.parsed({ (text) throws(ValueError) in try DeletionLimit(parsing: text) }) {
        case .count(let count): self = .count(count)
        case .percent(let percent): self = .percent(percent)
        }
    }
}
