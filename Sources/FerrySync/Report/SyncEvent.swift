/// What a run tells while it goes on. Comes from several threads.
public enum SyncEvent: Sendable {
    /// The fate of one entry, told when it is done (or, in a dry run, decided).
    case item(ItemReport)
    /// Something failed or was left out.
    case problem(Problem)
    case detail(Detail)
    /// A change of the totals that a live line shows; at most some hundred a second.
    case progress(Progress)
}

/// Takes events; called from several threads at once, so it does its own locking and returns quickly.
public protocol SyncObserver: Sendable {
    func observe(_ event: SyncEvent)
}

/// Running totals.
public struct Progress: Sendable, Hashable {
    /// Entries of the sources seen so far, and whether more may come.
    public var scanned = 0
    public var scanIsRunning = true
    /// Content that was decided to be sent, and how much of it is done.
    public var filesPlanned = 0
    public var filesDone = 0
    public var bytesPlanned: Int64 = 0
    public var bytesDone: Int64 = 0
    /// One of the files that are being sent, as it will be reported, and how much of it is done.
    public var current: ItemReport?
    public var currentDone: Int64 = 0

    public init() {}
}
