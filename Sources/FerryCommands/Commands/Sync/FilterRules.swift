internal import FerryCore
internal import Glibc

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

/// Small files that the command line names, read whole.
enum TextFile {
    /// `-` is standard input. Nil when there is no such file.
    static func read(_ name: [UInt8]) throws(FilterParseError) -> [UInt8]? {
        content(of: name)
    }

    static func content(of name: [UInt8]) -> [UInt8]? {
        let descriptor = name.elementsEqual("-".utf8) ? dup(0) : open(String(decoding: name, as: UTF8.self), O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count <= 0 { return count == 0 ? content : nil }
            content += buffer[..<count]
        }
    }
}
