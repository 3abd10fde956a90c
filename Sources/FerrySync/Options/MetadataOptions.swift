/// Which metadata is carried over.
public struct MetadataOptions: Sendable {
    /// `-p`
    public var permissions = true
    /// `-E`
    public var executability = false
    /// `-o`, `-g`
    public var owner = true
    public var group = true
    /// `-t`, and `-O`, `-J` that leave out directories and symlinks.
    public var times = true
    public var omitsDirectoryTimes = false
    public var omitsLinkTimes = false
    /// `-U`
    public var accessTimes = false
    /// `-H`
    public var hardLinks = false
    /// `--chmod`: from the source's permission bits to those wanted; the flag says whether it is a directory.
    public var changePermissions: (@Sendable (UInt16, _ isDirectory: Bool) -> UInt16)?
    /// `--usermap`, `--groupmap`, `--chown`: from the source's number to the destination's.
    public var mapUser: (@Sendable (UInt32) -> UInt32)?
    public var mapGroup: (@Sendable (UInt32) -> UInt32)?
    /// `--numeric-ids`: owners are the same numbers everywhere, whatever their names.
    public var numericIDs = false
    /// The process's umask, which new entries are subject to without `-p`.
    public var umask: UInt16 = 0o022

    public init() {}
}
