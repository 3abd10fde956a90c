/// What a client asks of a tree that it opens, besides the path.
package struct TreeOptions: OptionSet, Sendable {
    package let rawValue: UInt8

    /// Symlinks to directories are directories where paths lead through them (`--keep-dirlinks`).
    package static let followsDirectoryLinks = TreeOptions(rawValue: 1)
    /// Space is reserved before a file is written (`--preallocate`).
    package static let reservesSpace = TreeOptions(rawValue: 2)
    /// Reading leaves access times alone (`--open-noatime`).
    package static let keepsAccessTimes = TreeOptions(rawValue: 4)

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }
}
