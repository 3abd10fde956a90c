public import FerryCore

/// Which entries of the sources take part.
public struct SelectionOptions: Sendable {
    /// Whether the destination cannot have a file and a directory of one name: known when there is one.
    public var refusesNamesakes = false
    /// `-r`
    public var recursive = true
    /// `-d`: directories are made, but their content is not looked at unless the name ends in a slash.
    public var directoriesOnly = false
    /// `-R` without `--no-implied-dirs`: the directories that a relative name leads through are sent as entries too.
    public var sendsImpliedDirectories = true
    /// `-x`; given twice, mount points are left out altogether.
    public var oneFileSystem = false
    public var omitsMountPoints = false
    /// `--min-size`, `--max-size`: files outside are left alone on both sides, in bytes.
    public var minimumSize: Int64?
    public var maximumSize: Int64?
    /// `-m`
    public var prunesEmptyDirectories = false
    public var links = LinkTreatment()
    /// `--devices`, `--specials` (`-D` is both)
    public var devices = true
    public var specials = true
    /// `--copy-devices`: a device is read like a file.
    public var copiesDeviceContent = false
    /// `--ignore-missing-args`, `--delete-missing-args`
    public var missingSources = MissingSources.error

    public init() {}

    public enum MissingSources: Sendable {
        case error, ignore, delete
    }
}

/// What becomes of symlinks.
public struct LinkTreatment: Sendable {
    /// `-l`: symlinks are copied as symlinks; otherwise skipped, and named.
    public var keep = true
    /// `-L`
    public var followAll = false
    /// `--copy-unsafe-links`
    public var followUnsafe = false
    /// `-k`
    public var followDirectories = false
    /// `--safe-links`: links that lead out of the tree are left out.
    public var omitUnsafe = false
    /// `-K`: a symlink to a directory at the destination is treated as that directory.
    public var keepDestinationDirectoryLinks = false
    /// `--munge-links`
    public var munge: MungedLinks?

    public init() {}
}
