/// Collects merged instructions, for those who want to plan with the whole list.
package final class InstructionList: InstructionSink {
    package private(set) var instructions: [Instruction] = []

    package init() {}

    package func accept(_ instruction: Instruction, literal: UnsafeRawBufferPointer) {
        if let joined = instructions.last?.joined(with: instruction) {
            instructions[instructions.count - 1] = joined
        } else {
            instructions.append(instruction)
        }
    }
}
