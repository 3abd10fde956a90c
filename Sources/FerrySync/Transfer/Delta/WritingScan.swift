internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Writes a new file as it is scanned, where copying a range of the old one would cost more than writing the bytes that are at
/// hand. The instructions only tell what was new: what is written is the source by itself, and nothing is to be confirmed.
///
/// Measured on ext4, 256 MiB with 64 edits: 0.12 s for `copy_file_range` and 0.08 s to read the file back, against 0.07 s for writing.
final class WritingScan: ContentObserver, InstructionSink {
    private let context: RunContext
    private let action: Action
    private let staged: any StagedFile
    private var written: Int64 = 0
    /// Of the new file, in bytes, what the old one does not have.
    private(set) var literal: Int64 = 0
    /// Why not everything was written.
    private var error: EndpointError?

    init(_ context: RunContext, _ action: Action, to staged: any StagedFile) {
        self.context = context
        self.action = action
        self.staged = staged
    }

    /// How much was written, in bytes, from the beginning.
    var length: Int64 { written }

    func observe(_ bytes: UnsafeRawBufferPointer) {
        guard error == nil else { return }
        do throws(EndpointError) {
            try context.requireRunning(action.item.entry)
            try staged.write(bytes, at: written)
            written += Int64(bytes.count)
            context.tally.sent(Int64(bytes.count), of: action, done: written)
        } catch {
            self.error = error
        }
    }

    func accept(_ instruction: Instruction, literal bytes: UnsafeRawBufferPointer) throws(EndpointError) {
        if instruction.origin == .literal { literal += instruction.target.length }
        try requireWritten()
    }

    /// To be called at the end: the last bytes may have no instruction yet.
    func requireWritten() throws(EndpointError) {
        if let error { throw error }
    }
}
