internal import FerryCore

/// What a store knows of one staged file.
struct MemoryStaging: Sendable {
    /// What it is to become, as a path of the store.
    let path: RelativePath
    /// The length that it is to have, where that is known.
    let size: Int64?
    /// The file that is written in place; nil for a staged one.
    var target: UInt64?
    /// Whether somebody still writes it.
    var isOpen = true
    /// Of a staged file; what is written in place goes to the node itself.
    var content = SparseBytes()
    var covered = CoveredRanges()
    /// The range of the last instruction, which may come again if it was cut short.
    var last: ByteRange?
    /// The copies among the instructions, by offset, for the rules of parts.
    var copies: [Int64: ByteRange] = [:]
    /// What the last checkpoint saved.
    var durable: Durable?

    struct Durable: Sendable {
        let content: SparseBytes
        let covered: CoveredRanges
        let copies: [Int64: ByteRange]
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
        last = nil
    }
}
