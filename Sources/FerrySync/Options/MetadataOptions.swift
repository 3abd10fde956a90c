/// Which metadata is carried over.
package struct MetadataOptions: Sendable {
    /// `-p`
    package var permissions = true
    /// `-E`
    package var executability = false
    /// `-o`, `-g`
    package var owner = true
    package var group = true
    /// `-t`, and `-O`, `-J` that leave out directories and symlinks.
    package var times = true
    package var omitsDirectoryTimes = false
    package var omitsLinkTimes = false
    /// `-U`
    package var accessTimes = false
    /// `-H`
    package var hardLinks = false
    /// `--chmod`: from the source's permission bits to those wanted; the flag says whether it is a directory.
    package var changePermissions: (@Sendable (UInt16, _ isDirectory: Bool) -> UInt16)?
    /// `--usermap`, `--groupmap`, `--chown`: from the source's number to the destination's.
    package var mapUser: (@Sendable (UInt32) -> UInt32)?
    package var mapGroup: (@Sendable (UInt32) -> UInt32)?
    /// `--numeric-ids`: owners are the same numbers everywhere, whatever their names.
    package var numericIDs = false
    /// The process's umask, which new entries are subject to without `-p`.
    package var umask: UInt16 = 0o022

    package init() {}
}
