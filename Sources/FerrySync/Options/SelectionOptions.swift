package import FerryCore

/// Which entries of the sources take part.
package struct SelectionOptions: Sendable {
    /// Whether the destination cannot have a file and a directory of one name: known when there is one.
    package var refusesNamesakes = false
    /// `-r`
    package var recursive = true
    /// `-d`: directories are made, but their content is not looked at unless the name ends in a slash.
    package var directoriesOnly = false
    /// `-R` without `--no-implied-dirs`: the directories that a relative name leads through are sent as entries too.
    package var sendsImpliedDirectories = true
    /// `-x`; given twice, mount points are left out altogether.
    package var oneFileSystem = false
    package var omitsMountPoints = false
    /// `--min-size`, `--max-size`: files outside are left alone on both sides, in bytes.
    package var minimumSize: Int64?
    package var maximumSize: Int64?
    /// `-m`
    package var prunesEmptyDirectories = false
    package var links = LinkTreatment()
    /// `--devices`, `--specials` (`-D` is both)
    package var devices = true
    package var specials = true
    /// `--copy-devices`: a device is read like a file.
    package var copiesDeviceContent = false
    /// `--ignore-missing-args`, `--delete-missing-args`
    package var missingSources = MissingSources.error

    package init() {}

    package enum MissingSources: Sendable {
        case error, ignore, delete
    }
}

/// What becomes of symlinks.
package struct LinkTreatment: Sendable {
    /// `-l`: symlinks are copied as symlinks; otherwise skipped, and named.
    package var keep = true
    /// `-L`
    package var followAll = false
    /// `--copy-unsafe-links`
    package var followUnsafe = false
    /// `-k`
    package var followDirectories = false
    /// `--safe-links`: links that lead out of the tree are left out.
    package var omitUnsafe = false
    /// `-K`: a symlink to a directory at the destination is treated as that directory.
    package var keepDestinationDirectoryLinks = false
    /// `--munge-links`
    package var munge: MungedLinks?

    package init() {}
}
