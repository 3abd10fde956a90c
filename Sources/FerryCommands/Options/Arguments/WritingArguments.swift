package import FerrySync

/// Options about how files are written, and about backups.
package struct WritingArguments: Sendable {
    package enum Append: Sendable {
        case off, on, verified
    }

    package var wholeFile: Bool?
    package var trustsRemoteUnchanged = false
    package var blockSize: OptionText?
    package var sparse = false
    package var preallocates = false
    package var inPlace = false
    package var append = Append.off
    package var partial = false
    package var partialDirectory: OptionText?
    package var temporaryDirectory: OptionText?
    package var delaysUpdates = false
    package var removesSourceFiles = false
    package var fsync: WritingOptions.FsyncPolicy?
    package var verification: WritingOptions.VerificationPolicy?
    package var backup = false
    package var backupDirectory: OptionText?
    package var suffix: OptionText?
}
