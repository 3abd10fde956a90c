internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// A file whose content is at the destination, complete and checked, and which has no name there yet.
struct StagedTransfer {
    let action: Action
    let staged: any StagedFile
    let length: Int64
    let literalBytes: Int64
    let matchedBytes: Int64
    let level: VerificationLevel
    /// The name it is committed to; another than the action's when updates are delayed.
    let path: RelativePath
    /// Of the content, where the next run can make use of it.
    let signature: Signature?
    /// What was found out of the content as it passed; nil where nothing was asked for.
    var content: ContentSummary?
    /// What it was given its name as; nil before that.
    var committed: Entry?
    /// Where a run that is cut off now would leave traces of it.
    var checkpoints: Checkpoints?

    var report: ItemReport {
        var report = action.report
        report.literalBytes = literalBytes
        report.matchedBytes = matchedBytes
        return report
    }
}
