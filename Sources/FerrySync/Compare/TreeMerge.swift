public import FerryCore

/// Merges two streams in canonical order into pairs of one name.
///
/// The file `a` and the directory `a/` are one name, but `a-b` lies between them. A name that has no partner of its
/// own kind is therefore kept until `NAME/` has passed; only then is it known to be alone. The names kept are prefixes
/// of the current key, so they form a short stack. Pairs come in canonical order except for such late ones, which come
/// before anything that lies outside their directory.
public struct TreeMerge {
    private var undecided: [Undecided] = []

    private struct Undecided {
        let pair: Pair
        let path: RelativePath

        /// Whether a directory of this name can no longer come, now that `key` is the least of both streams.
        func isSettled(before key: Key) -> Bool {
            CanonicalOrder.compare(path, isDirectory: true, key.path, isDirectory: key.isDirectory) < 0
        }
    }

    public struct Key {
        public let path: RelativePath
        public let isDirectory: Bool

        public init(path: RelativePath, isDirectory: Bool) {
            self.path = path
            self.isDirectory = isDirectory
        }
    }

    public init() {}

    /// A pair that is decided before the streams go on to `key` (nil: both have ended).
    public mutating func settled(before key: Key?) -> Pair? {
        guard let last = undecided.last else { return nil }
        if let key, !last.isSettled(before: key) { return nil }
        undecided.removeLast()
        return last.pair
    }

    /// Takes one name's entries, at least one of them there, both of one kind or one missing. Returns the pair when it
    /// is decided at once.
    public mutating func take(_ source: SourceItem?, _ destination: Entry?) -> Pair? {
        if let source, let destination { return Pair(source: source, destination: destination) }
        let pair = Pair(source: source, destination: destination)
        let path = source?.entry.path ?? destination!.path
        if source?.entry.isDirectory ?? destination!.isDirectory { return partner(of: pair, at: path) }
        undecided.append(Undecided(pair: pair, path: path))
        return nil
    }

    /// A directory meets the other side's file of the same name, if there was one.
    private mutating func partner(of pair: Pair, at path: RelativePath) -> Pair {
        guard let last = undecided.last, last.path == path else { return pair }
        if pair.source != nil, last.pair.source == nil {
            undecided.removeLast()
            return Pair(source: pair.source, destination: last.pair.destination)
        }
        if pair.destination != nil, last.pair.destination == nil {
            undecided.removeLast()
            return Pair(source: last.pair.source, destination: pair.destination)
        }
        return pair
    }
}
