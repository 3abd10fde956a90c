internal import FerryCore

/// What a store knows of one staged file.
struct MemoryStaging: Sendable {
    /// The file that is written in place; nil for a staged one.
    var target: UInt64?
    /// Of a staged file; what is written in place goes to the node itself.
    var content = SparseBytes()
    var covered = CoveredRanges()
    /// The copies among the instructions, for the rules of parts.
    var copies: [ByteRange] = []
    /// What the last checkpoint saved.
    var durable: Durable?

    struct Durable: Sendable {
        let content: SparseBytes
        let covered: CoveredRanges
        let copies: [ByteRange]
    }

    mutating func checkpoint() {
        durable = Durable(content: content, covered: covered, copies: copies)
    }

    /// Goes back to the last checkpoint, as a process does that died after it.
    mutating func restore() {
        guard let durable else { return }
        content = durable.content
        covered = durable.covered
        copies = durable.copies
    }
}
