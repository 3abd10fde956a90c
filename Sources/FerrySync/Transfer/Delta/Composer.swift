internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Carries out instructions on a staged file, one for one: bytes are written, ranges copied, holes left.
final class Composer: InstructionSink {
    private let context: RunContext
    /// The source's.
    private let entry: Entry
    private let basis: Entry
    private let staged: any StagedFile
    /// How much of the new file was done, in bytes, of which so many were not there already.
    private(set) var composed: Int64 = 0
    private(set) var literal: Int64 = 0

    /// A cancelled run and a live line wait no longer than a copy of this length takes.
    private static let copySlice: Int64 = 64 << 20

    init(_ context: RunContext, _ entry: Entry, from basis: Entry, to staged: any StagedFile) {
        self.context = context
        self.entry = entry
        self.basis = basis
        self.staged = staged
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
        let slice = abs(range.offset - target) < range.length ? range.length : Self.copySlice
        var done: Int64 = 0
        while done < range.length {
            try context.requireRunning(entry)
            let length = min(slice, range.length - done)
            try staged.copy(
                ByteRange(offset: range.offset + done, length: length), of: basis, at: target + done)
            done += length
            advance(by: length)
        }
    }

    private func advance(by length: Int64) {
        composed += length
        context.tally.sent(length, of: entry, done: composed)
    }
}
