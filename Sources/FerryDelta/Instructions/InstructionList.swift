/// Collects merged instructions, for those who want to plan with the whole list.
public final class InstructionList: InstructionSink {
    public private(set) var instructions: [Instruction] = []

    public init() {}

    public func accept(_ instruction: Instruction, literal: UnsafeRawBufferPointer) {
        if let joined = instructions.last?.joined(with: instruction) {
            instructions[instructions.count - 1] = joined
        } else {
            instructions.append(instruction)
        }
    }
}
