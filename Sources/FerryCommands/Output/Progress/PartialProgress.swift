internal import FerryCore
internal import FerrySync

/// The one file whose progress is shown before it is done: of those that are sent side by side the first.
struct PartialProgress {
    private let path: RelativePath
    private var window = RateWindow()
    private var seen: Double
    private var shown: Double
    /// Whether its line stands there, to be written over.
    private var isNamed = false

    /// rsync's: files that take less show nothing but their end.
    private static let interval = 1.0

    private init(_ path: RelativePath, done: Int64, at time: Double) {
        self.path = path
        (seen, shown) = (time, time)
        window.add(done, at: time)
    }

    /// Whether another file may be shown: this one does not get on, or has failed.
    private func isStale(at time: Double) -> Bool { time - seen >= 2 * Self.interval }

    private mutating func advance(_ item: ItemReport, done: Int64, at time: Double, _ numbers: BigNumber.Style)
        -> PartialItem?
    {
        window.add(done, at: time)
        seen = time
        guard time - shown >= Self.interval, done < item.entry.size else { return nil }
        shown = time
        defer { isNamed = true }
        let rate = window.rate
        let left = rate > 0 ? Double(item.entry.size - done) / rate : nil
        let text = RsyncProgressText.amounts(done: done, of: item.entry.size, rate: rate, seconds: left, numbers)
        return PartialItem(item: item, isFirst: !isNamed, text: Array(("\r" + text).utf8))
    }

    fileprivate static func follow(
        _ partial: inout PartialProgress?, _ progress: Progress, at time: Double, _ numbers: BigNumber.Style
    ) -> PartialItem? {
        guard let item = progress.current else { return nil }
        if partial?.path == item.entry.path {
            return partial?.advance(item, done: progress.currentDone, at: time, numbers)
        }
        if partial?.isStale(at: time) ?? true {
            partial = PartialProgress(item.entry.path, done: progress.currentDone, at: time)
        }
        return nil
    }

    fileprivate func isOf(_ item: ItemReport) -> Bool { path == item.entry.path }
    fileprivate var standsThere: Bool { isNamed }
    fileprivate mutating func leaveLine() { isNamed = false }
}

extension PartialProgress? {
    /// What is to be printed now; nil for nothing.
    mutating func follow(_ progress: Progress, at time: Double, _ numbers: BigNumber.Style) -> PartialItem? {
        PartialProgress.follow(&self, progress, at: time, numbers)
    }

    /// A file is done. Returns whether its line stands there.
    mutating func end(_ item: ItemReport) -> Bool {
        guard let partial = self, partial.isOf(item) else { return false }
        self = nil
        return partial.standsThere
    }

    /// Another line is printed. Returns whether it would go on in one that stands there; the file will be named again.
    mutating func interrupt() -> Bool {
        let standsThere = self?.standsThere ?? false
        self?.leaveLine()
        return standsThere
    }
}
