import FerryCore
import FerryDelta
import Harness
import Testing

@testable import FerrySync

@Suite("Which ranges are fetched")
struct FetchPlanTests {
    /// Copies and literals in turns, of these lengths; the copies lie apart in the old file.
    private func instructions(_ lengths: [Int64], startsWithLiteral: Bool) -> [Instruction] {
        var position: Int64 = 0
        return lengths.enumerated().map { index, length in
            defer { position += length }
            let isLiteral = (index % 2 == 0) == startsWithLiteral
            return Instruction(
                target: ByteRange(offset: position, length: length),
                origin: isLiteral ? .literal : .old(offset: 10_000 * Int64(index)))
        }
    }

    private func cost(_ instructions: [Instruction], requestCost: Int64) -> Int64 {
        instructions.reduce(0) { $0 + ($1.origin == .literal ? $1.target.length + requestCost : 0) }
    }

    /// The least cost of all choices of copies that are fetched all the same.
    private func leastCost(_ instructions: [Instruction], requestCost: Int64) -> Int64 {
        (0..<(1 << instructions.count)).map { choice in
            let list = InstructionList()
            for (index, instruction) in instructions.enumerated() {
                let isFetched = instruction.origin == .literal || choice & (1 << index) != 0
                list.accept(
                    Instruction(target: instruction.target, origin: isFetched ? .literal : instruction.origin),
                    literal: UnsafeRawBufferPointer(start: nil, count: 0))
            }
            return cost(list.instructions, requestCost: requestCost)
        }.min()!
    }

    @Test("they cost as little as any choice would, and make up the whole file")
    func leastCost() {
        for iteration in 0..<RandomTests.iterations(default: 200) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            var r = SeededGenerator(seed: seed)
            let lengths = (0..<(1 + r.below(9))).map { _ in Int64(1 + r.below(100)) }
            let given = instructions(lengths, startsWithLiteral: r.chance(50))
            let requestCost = Int64(r.below(120))
            let plan = FetchPlan.merging(given, requestCost: requestCost)
            #expect(
                cost(plan, requestCost: requestCost) == leastCost(given, requestCost: requestCost), "seed \(seed)")
            var position: Int64 = 0
            for instruction in plan {
                #expect(instruction.target.offset == position, "seed \(seed)")
                position = instruction.target.end
            }
            #expect(position == lengths.reduce(0, +), "seed \(seed)")
        }
    }
}
