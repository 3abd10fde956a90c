internal import FerryCore
internal import FerryDelta

/// Which ranges of a file are asked for.
enum FetchPlan {
    /// As many bytes as arrive in the time that one more request takes: 10 ms at 50 Mbit/s.
    static let requestCost: Int64 = 64 << 10

    /// Instructions with the least cost, which is the bytes that are fetched and `requestCost` for each range of them: what
    /// lies between two ranges, and is shorter than that, is fetched with them although it is there.
    ///
    /// `instructions` cover a file in order. Each stretch between literals is decided by itself, since joining its
    /// neighbours saves one request whatever happens elsewhere.
    static func merging(_ instructions: [Instruction], requestCost: Int64 = requestCost) -> [Instruction] {
        let merged = InstructionList()
        var stretch: [Instruction] = []
        for instruction in instructions {
            guard instruction.origin == .literal else {
                stretch.append(instruction)
                continue
            }
            let isBetween = merged.instructions.last?.origin == .literal
            let length = stretch.reduce(0) { $0 + $1.target.length }
            for copy in stretch { merged.append(isBetween && length < requestCost ? copy.asLiteral : copy) }
            stretch.removeAll()
            merged.append(instruction)
        }
        for copy in stretch { merged.append(copy) }
        return merged.instructions
    }
}

extension Instruction {
    fileprivate var asLiteral: Instruction { Instruction(target: target, origin: .literal) }
}

extension InstructionList {
    fileprivate func append(_ instruction: Instruction) {
        accept(instruction, literal: UnsafeRawBufferPointer(start: nil, count: 0))
    }
}
