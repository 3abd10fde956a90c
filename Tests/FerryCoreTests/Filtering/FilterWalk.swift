import FerryCore

/// What ferry's filter rules make of a scenario.
struct FilterWalk {
    let scenario: FilterScenario
    let base: String
    let list: FilterList
    private var selected: Set<String> = []
    private var deleted: Set<String> = []

    init(_ scenario: FilterScenario, in place: String) throws {
        self.scenario = scenario
        base = place + "/place"
        let settings = FilterSettings(
            deleteExcluded: scenario.options.contains(.deleteExcluded),
            nulSeparated: scenario.options.contains(.fromNUL),
            cvsIgnores: CVSIgnores(
                homeFile: readFile(place + "/home/.cvsignore") ?? [], variable: Array(scenario.cvsVariable.utf8)))
        var list = FilterList(settings: settings)
        var filters = 0
        for option in scenario.options {
            if option == .rsyncFilter { filters += 1 }
            try option.add(to: &list, base: base, occurrence: filters)
        }
        if scenario.options.contains(.cvs) { list.addCVSExcludes() }
        self.list = list
    }

    /// The entries selected in the source and deleted in the destination, directories with a slash.
    consuming func run() throws -> (selected: Set<String>, deleted: Set<String>) {
        let source = base + (scenario.sendsContents ? "/src" : "")
        let sender = FilterScope(list, side: .sender, base: Array(source.utf8))
        let receiver = FilterScope(list, side: .receiver, base: Array((base + "/dst").utf8))
        if scenario.sendsContents {
            try select(.root, sender, in: "place/src/", at: source)
            try delete(.root, receiver, in: "place/dst/", all: false)
        } else if !sender.excludes(try RelativePath(validating: "src"), isDirectory: true) {
            selected.insert("src/")
            try select(RelativePath(validating: "src"), sender, in: "place/", at: source)
            try delete(RelativePath(validating: "src"), receiver, in: "place/dst/", all: false)
        }
        return (selected, deleted)
    }

    private mutating func select(
        _ directory: RelativePath, _ outer: FilterScope, in tree: String, at base: String
    ) throws {
        let scope = try enter(directory, outer, at: base)
        for (name, isDirectory) in scenario.children(of: tree + directory.withSlash) {
            let path = directory.appending(name: name.utf8)
            if scope.excludes(path, isDirectory: isDirectory) { continue }
            selected.insert(path.key(isDirectory))
            if isDirectory { try select(path, scope, in: tree, at: base) }
        }
    }

    /// - Parameter all: the directory itself is being deleted.
    /// - Returns: whether nothing is left.
    @discardableResult private mutating func delete(
        _ directory: RelativePath, _ outer: FilterScope, in tree: String, all: Bool
    ) throws -> Bool {
        let scope = try enter(directory, outer, at: base + "/dst")
        var isEmpty = true
        for (name, isDirectory) in scenario.children(of: tree + directory.withSlash) {
            let path = directory.appending(name: name.utf8)
            let key = path.key(isDirectory)
            if scope.excludes(path, isDirectory: isDirectory, parentIsDeleted: all) {
                isEmpty = false
                if !all, isDirectory, selected.contains(key) { try delete(path, scope, in: tree, all: false) }
            } else if !all, selected.contains(key) {
                if isDirectory { try delete(path, scope, in: tree, all: false) }
            } else if !isDirectory {
                deleted.insert(key)
            } else if try delete(path, scope, in: tree, all: true) {
                deleted.insert(key)
            } else {
                isEmpty = false
            }
        }
        return isEmpty
    }

    private func enter(_ directory: RelativePath, _ scope: FilterScope, at base: String) throws -> FilterScope {
        try scope.entering(directory) { file in
            switch file {
            case .inside(let path): readFile(base + "/" + String(decoding: path.bytes, as: UTF8.self))
            case .outside(let path): readFile(String(decoding: path, as: UTF8.self))
            }
        }
    }
}

extension FilterScenario {
    /// The entries of a directory of the place: name, and whether it is a directory.
    func children(of directory: String) -> [(String, Bool)] {
        files.keys.filter { $0.hasPrefix(directory) && $0 != directory }.compactMap { path in
            let rest = path.dropFirst(directory.count)
            let name = rest.prefix { $0 != "/" }
            return rest.count == name.count ? (String(name), false) : rest == name + "/" ? (String(name), true) : nil
        }
    }
}

extension RelativePath {
    fileprivate var withSlash: String { isRoot ? "" : String(decoding: bytes, as: UTF8.self) + "/" }

    fileprivate func key(_ isDirectory: Bool) -> String {
        String(decoding: bytes, as: UTF8.self) + (isDirectory ? "/" : "")
    }
}

extension FilterScenario.Option {
    fileprivate func add(to list: inout FilterList, base: String, occurrence: Int) throws(FilterParseError) {
        let read: FilterList.Reader = { (name) in readFile(base + "/" + String(decoding: name, as: UTF8.self)) }
        switch self {
        case .filter(let rule): try list.add(Array(rule.utf8), reading: read)
        case .exclude(let rule): try list.add(Array(rule.utf8), grammar: .excludes, reading: read)
        case .include(let rule): try list.add(Array(rule.utf8), grammar: .includes, reading: read)
        case .excludeFrom(let name): try list.addFile(named: Array(name.utf8), grammar: .excludes, reading: read)
        case .includeFrom(let name): try list.addFile(named: Array(name.utf8), grammar: .includes, reading: read)
        case .rsyncFilter: list.addRsyncFilter(occurrence: occurrence)
        case .cvs, .deleteExcluded, .fromNUL: break
        }
    }
}
