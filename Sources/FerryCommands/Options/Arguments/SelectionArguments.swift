/// Options about what is copied.
package struct SelectionArguments: Sendable {
    package enum Recursion: Sendable {
        case off
        /// By `-a`: given up again when `--files-from` names the entries.
        case implied
        case asked
    }

    /// `-d`: unset, refused, given, or the old form that also filters out what is deeper.
    package enum Directories: Sendable {
        case unset, off, on, old
    }

    package var recursion = Recursion.off
    package var directories = Directories.unset
    package var relative: Bool?
    package var impliedDirectories = true
    /// How often `-x` was given.
    package var oneFileSystem = 0
    package var minimumSize: OptionText?
    package var maximumSize: OptionText?
    package var prunesEmptyDirectories = false
    package var devices = false
    package var specials = false
    package var copyDevices = false
    package var ignoresMissing = false
    package var deletesMissing = false
    package var filesFrom: OptionText?
    package var makesPath = false
}
