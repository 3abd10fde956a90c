/// What a client asks of a tree that it opens, besides the path.
public struct TreeOptions: OptionSet, Sendable {
    public let rawValue: UInt8

    /// Symlinks to directories are directories where paths lead through them (`--keep-dirlinks`).
    public static let followsDirectoryLinks = TreeOptions(rawValue: 1)
    /// Space is reserved before a file is written (`--preallocate`).
    public static let reservesSpace = TreeOptions(rawValue: 2)
    /// Reading leaves access times alone (`--open-noatime`).
    public static let keepsAccessTimes = TreeOptions(rawValue: 4)

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }
}
