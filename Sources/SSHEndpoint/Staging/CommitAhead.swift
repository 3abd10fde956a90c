internal import FerryEndpoints

/// How far a commit has come that goes ahead of being asked for.
enum CommitAhead {
    /// Everything but the name was sent.
    case completing(Completion)
    /// That is proven, and the name was sent.
    case renaming(Committed, Pending<Void>)
    case failed(SFTPError)
}
