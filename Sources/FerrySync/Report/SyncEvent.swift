/// What a run tells while it goes on. Comes from several threads.
package enum SyncEvent: Sendable {
    /// The fate of one entry, told when it is done (or, in a dry run, decided).
    case item(ItemReport)
    /// Something failed or was left out.
    case problem(Problem)
    case detail(Detail)
    /// A change of the totals that a live line shows; at most some hundred a second.
    case progress(Progress)
}

/// Takes events; called from several threads at once, so it does its own locking and returns quickly.
package protocol SyncObserver: Sendable {
    func observe(_ event: SyncEvent)
}

/// Running totals.
package struct Progress: Sendable, Hashable {
    /// Entries of the sources seen so far, and whether more may come.
    package var scanned = 0
    package var scanIsRunning = true
    /// Content that was decided to be sent, and how much of it is done.
    package var filesPlanned = 0
    package var filesDone = 0
    package var bytesPlanned: Int64 = 0
    package var bytesDone: Int64 = 0
    /// One of the files that are being sent, as it will be reported, and how much of it is done.
    package var current: ItemReport?
    package var currentDone: Int64 = 0

    package init() {}
}
