internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Carries out instructions on a staged file, one for one: bytes are written, ranges copied, holes left.
final class Composer: InstructionSink {
    private let context: RunContext
    /// The source's.
    private let entry: Entry
    private let action: Action
    private let basis: Entry
    private let staged: any StagedFile
    /// How much of the new file was done, in bytes, of which so many were not there already.
    private(set) var composed: Int64 = 0
    private(set) var literal: Int64 = 0
    /// The ranges of the new file that were copied, in order and merged where they are neighbours.
    private(set) var copied: [ByteRange] = []
    /// Parts are copied whole, one call each.
    private let copiesParts: Bool

    /// A cancelled run and a live line wait no longer than a copy of this length takes.
    private static let copySlice: Int64 = 64 << 20

    init(_ context: RunContext, _ action: Action, _ entry: Entry, from basis: Entry, to staged: any StagedFile) {
        self.context = context
        self.action = action
        self.entry = entry
        self.basis = basis
        self.staged = staged
        copiesParts = if case .parts = context.destination.capabilities.composition { true } else { false }
    }

    func accept(_ instruction: Instruction, literal bytes: UnsafeRawBufferPointer) throws(EndpointError) {
        let target = instruction.target
        switch instruction.origin {
        case .literal:
            try context.requireRunning(entry)
            try staged.write(bytes, at: target.offset)
            literal += target.length
            advance(by: target.length)
        case .hole:
            try context.requireRunning(entry)
            try staged.hole(target)
            advance(by: target.length)
        case .old(let offset):
            try copy(ByteRange(offset: offset, length: target.length), to: target.offset)
        }
    }

    private func copy(_ range: ByteRange, to target: Int64) throws(EndpointError) {
        // A range that overlaps itself in a file that is written in place is moved at once: slices would overwrite
        // what later ones read.
        let isWhole = copiesParts || abs(range.offset - target) < range.length
        let slice = isWhole ? range.length : Self.copySlice
        var done: Int64 = 0
        while done < range.length {
            try context.requireRunning(entry)
            let length = min(slice, range.length - done)
            try staged.copy(
                ByteRange(offset: range.offset + done, length: length), of: basis, at: target + done)
            done += length
            advance(by: length)
        }
        note(ByteRange(offset: target, length: range.length))
    }

    private func note(_ range: ByteRange) {
        if let last = copied.last, last.end == range.offset {
            copied[copied.count - 1] = ByteRange(offset: last.offset, length: last.length + range.length)
        } else {
            copied.append(range)
        }
    }

    private func advance(by length: Int64) {
        composed += length
        context.tally.sent(length, of: action, done: composed)
    }
}
