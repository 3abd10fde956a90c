public import FerryCore

/// In what two manifests differ, under one path.
public enum RecordDifference: Hashable, Sendable {
    case added(Record)
    case removed(Record)
    case changed(old: Record, new: Record, [Aspect])
    /// The same content under another path.
    case renamed(from: RelativePath, Record)
    /// Both have a file of this path and size, but no digest of one kind: nobody can say whether it is the same.
    case undecided(old: Record, new: Record)

    public enum Aspect: String, Hashable, Sendable {
        case kind, size, hash, records, target
    }

    /// Of two records of one path; nil when they are the same as far as content goes.
    public init?(old: Record, new: Record) {
        if old.kind != new.kind {
            self = .changed(old: old, new: new, [.kind])
            return
        }
        var aspects: [Aspect] = []
        if let size = old.size, let other = new.size, size != other { aspects.append(.size) }
        var shared = 0
        for digest in old.digests {
            guard let other = new.digest(digest.algorithm) else { continue }
            shared += 1
            if other != digest, !aspects.contains(.hash) { aspects.append(.hash) }
        }
        if let lines = old.lineCount, let other = new.lineCount, lines != other { aspects.append(.records) }
        if let target = old.linkTarget, let other = new.linkTarget, target != other { aspects.append(.target) }
        if !aspects.isEmpty {
            self = .changed(old: old, new: new, aspects)
        } else if old.kind == .file && shared == 0 {
            self = .undecided(old: old, new: new)
        } else {
            return nil
        }
    }
}
