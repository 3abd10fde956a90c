internal import FerryCore

/// One line of a page that lists a directory.
struct PageItem: Hashable, Sendable {
    let name: [UInt8]
    let isDirectory: Bool
    /// Exact, or nil.
    var size: Int64?
    /// To the second, or nil.
    var modified: Timestamp?

    /// Nil for a name that no directory can hold: such a page lies.
    init?(name: [UInt8], isDirectory: Bool, size: Int64? = nil, modified: Timestamp? = nil) {
        guard !name.isEmpty, !name.contains(RelativePath.separator), (try? RelativePath(validating: name)) != nil else {
            return nil
        }
        self.name = name
        self.isDirectory = isDirectory
        self.size = size
        self.modified = modified
    }

    /// Whether nothing more need be asked about it.
    var isComplete: Bool { isDirectory || size != nil && modified != nil }
}

/// Why a page was refused.
struct PageRefused: Error, Hashable {
    let reason: String

    static let notAListing = PageRefused(reason: "the page does not list a directory")
    static let cutOff = PageRefused(reason: "the page ends before its end")

    static func hostileName(_ name: [UInt8]) -> PageRefused {
        PageRefused(reason: "the page lists a name that none can have: '\(DisplayName.escaping(name))'")
    }
}
