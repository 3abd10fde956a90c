internal import FerryCore
internal import FerryEndpoints

/// What the destination's name means: a directory to put things into, or the new name of a single file.
struct DestinationRoot {
    /// The directory that receives.
    let root: [UInt8]
    /// Of the one thing that is copied.
    let newName: RelativePath?
    /// The directory does not exist and will be made.
    let isMissing: Bool
    /// The operand itself is a directory that receives.
    let isDirectory: Bool
    /// What is copied, where that was asked for: not when the destination is a directory.
    let sources: [SyncSourceName]

    /// The directory that holds `root`.
    var parent: [UInt8] { Self.parent(of: root) }
    /// What that is, where it was asked for ahead.
    private let parentAhead: QuestionAhead<Entry?>?

    /// By rsync's rules: a directory that exists receives; a single file goes to a name that is no directory; anything
    /// else needs a directory, which is made.
    init(
        _ location: Location, registry: EndpointRegistry, sources names: () throws(UsageError) -> [SyncSourceName]
    ) throws(UsageError) {
        let operand = location.path
        let ahead = try Self.askAhead(for: Self.parent(of: operand), of: location, registry)
        let present = try registry.entry(at: operand, of: location)
        if present?.isDirectory == true {
            self.init(root: operand, isDirectory: true)
            return
        }
        let sources = try names()
        let isSingleFile = sources.count == 1 && sources[0].takesNewName
        if present != nil {
            if sources.count > 1 {
                throw UsageError(
                    "the destination must be a directory when more than one file is copied: '\(location)'",
                    status: .fileSelection)
            }
            if sources.first?.isDirectory == true {
                throw UsageError(
                    "a directory cannot replace a file: '\(location)'", status: .fileSelection)
            }
        }
        if !isSingleFile || operand.last == RelativePath.separator {
            self.init(root: operand, isMissing: true, sources: sources, parentAhead: ahead)
            return
        }
        let cut = operand.lastIndex(of: RelativePath.separator)
        let parent = cut.map { Array(operand[...$0]) } ?? [UInt8(ascii: ".")]
        self.init(
            root: parent, newName: RelativePath(unchecked: Array(operand[(cut.map { $0 + 1 } ?? 0)...])),
            isMissing: try registry.entry(at: parent, of: location) == nil, sources: sources)
    }

    private static func parent(of root: [UInt8]) -> [UInt8] {
        root.withoutTrailingSlashes.parentAndName?.parent ?? [UInt8(ascii: ".")]
    }

    /// Nobody knows yet whether it matters; where the answer comes along with others, it costs nothing.
    private static func askAhead(
        for parent: [UInt8], of location: Location, _ registry: EndpointRegistry
    ) throws(UsageError) -> QuestionAhead<Entry?>? {
        guard location.answersAtOnce else { return nil }
        let split = try SourceRoot(location.path, isRelative: false)
        try registry.connect(
            location,
            expecting: [FirstLook(location.path), FirstLook(split.root, split.path), FirstLook(parent)])
        return QuestionAhead { () throws(UsageError) in try registry.entry(at: parent, of: location) }
    }

    /// What holds `root`, as it was when the root was looked for.
    func parentEntry(_ registry: EndpointRegistry, of location: Location) throws(UsageError) -> Entry? {
        if let parentAhead { return try parentAhead.get() }
        return try registry.entry(at: parent, of: location)
    }

    private init(
        root: [UInt8], newName: RelativePath? = nil, isMissing: Bool = false, isDirectory: Bool = false,
        sources: [SyncSourceName] = [],
        parentAhead: QuestionAhead<Entry?>? = nil
    ) {
        self.parentAhead = parentAhead
        self.root = root
        self.newName = newName
        self.isMissing = isMissing
        self.isDirectory = isDirectory
        self.sources = sources
    }
}

/// Something that is copied, as far as the destination's meaning depends on it.
struct SyncSourceName {
    let path: RelativePath
    /// Which source it comes from.
    let source: Int
    let isDirectory: Bool
    /// Whether a destination that does not exist is a new name for it, should it be the only one.
    let takesNewName: Bool
}
