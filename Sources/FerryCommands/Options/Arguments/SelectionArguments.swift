/// Options about what is copied.
public struct SelectionArguments: Sendable {
    public enum Recursion: Sendable {
        case off
        /// By `-a`: given up again when `--files-from` names the entries.
        case implied
        case asked
    }

    /// `-d`: unset, refused, given, or the old form that also filters out what is deeper.
    public enum Directories: Sendable {
        case unset, off, on, old
    }

    public var recursion = Recursion.off
    public var directories = Directories.unset
    public var relative: Bool?
    public var impliedDirectories = true
    /// How often `-x` was given.
    public var oneFileSystem = 0
    public var minimumSize: OptionText?
    public var maximumSize: OptionText?
    public var prunesEmptyDirectories = false
    public var devices = false
    public var specials = false
    public var copyDevices = false
    public var ignoresMissing = false
    public var deletesMissing = false
    public var filesFrom: OptionText?
    public var makesPath = false
}
