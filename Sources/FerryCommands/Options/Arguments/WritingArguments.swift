public import FerrySync

/// Options about how files are written, and about backups.
public struct WritingArguments: Sendable {
    public enum Append: Sendable {
        case off, on, verified
    }

    public var wholeFile: Bool?
    public var trustsRemoteUnchanged = false
    public var blockSize: OptionText?
    public var sparse = false
    public var preallocates = false
    public var inPlace = false
    public var append = Append.off
    public var partial = false
    public var partialDirectory: OptionText?
    public var temporaryDirectory: OptionText?
    public var delaysUpdates = false
    public var removesSourceFiles = false
    public var fsync: WritingOptions.FsyncPolicy?
    public var verification: WritingOptions.VerificationPolicy?
    public var backup = false
    public var backupDirectory: OptionText?
    public var suffix: OptionText?
}
