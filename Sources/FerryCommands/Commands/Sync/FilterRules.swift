internal import FerryCore

extension FilterList {
    init(_ line: SyncCommandLine, environment: Environment) throws(UsageError) {
        try self.init(
            line.filterSteps, deleteExcluded: line.deletesExcluded, nulSeparated: line.nulTerminated,
            environment: environment)
    }

    /// The rules of a command line, with the files that it names read.
    init(
        _ steps: [FilterArguments.Step], deleteExcluded: Bool = false, nulSeparated: Bool, environment: Environment
    ) throws(UsageError) {
        let ignores = CVSIgnores(
            homeFile: environment.value("HOME").flatMap {
                TextFile.content(of: Array($0.utf8) + Array("/.cvsignore".utf8))
            }
                ?? [],
            variable: environment.value("CVSIGNORE").map { Array($0.utf8) } ?? [])
        self.init(
            settings: FilterSettings(
                deleteExcluded: deleteExcluded, nulSeparated: nulSeparated, cvsIgnores: ignores))
        do throws(FilterParseError) {
            for step in steps { try add(step) }
        } catch {
            throw UsageError("\(error)", status: error.isFileError ? .fileIO : .usage)
        }
    }

    private mutating func add(_ step: FilterArguments.Step) throws(FilterParseError) {
        switch step {
        case .rule(let text): try add(text.bytes, grammar: .rules, reading: TextFile.read)
        case .exclude(let text): try add(text.bytes, grammar: .excludes, reading: TextFile.read)
        case .include(let text): try add(text.bytes, grammar: .includes, reading: TextFile.read)
        case .excludeFrom(let text): try addFile(named: text.bytes, grammar: .excludes, reading: TextFile.read)
        case .includeFrom(let text): try addFile(named: text.bytes, grammar: .includes, reading: TextFile.read)
        }
    }
}
