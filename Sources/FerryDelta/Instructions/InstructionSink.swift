/// Takes the instructions of a delta, in order of the new file and without gaps. Copies and holes come merged, literals in
/// pieces of at most a few MiB. Called by one thread at a time, but not always by the same one.
public protocol InstructionSink: AnyObject {
    /// `literal`: the content of a literal, valid during the call; empty otherwise. Its errors reach the caller as the
    /// cause of `DeltaError.writing`.
    func accept(_ instruction: Instruction, literal: UnsafeRawBufferPointer) throws
}

extension InstructionSink {
    /// `accept`, with its errors as ours; those that are ours already stay as they are.
    func take(_ instruction: Instruction, _ literal: UnsafeRawBufferPointer) throws(DeltaError) {
        do {
            try accept(instruction, literal: literal)
        } catch let error as DeltaError {
            throw error
        } catch {
            throw .writing(error)
        }
    }
}
