import FerryCore
import Harness
import Testing

@testable import FerryDelta

@Suite("In-place order")
struct InPlaceOrderTests {
    @Test func everyCopyFindsItsOldBytes() {
        var r = SeededGenerator("in place")
        for number in 0..<500 {
            let old = r.bytes(150)
            let instructions = r.instructions(pieces: 1 + r.below(12), longest: 40).filter {
                $0.source.map { $0.end <= 150 } ?? true
            }
            let packed = packed(instructions)
            let new = applied(packed, old)
            let ordered = InPlaceOrder.order(packed)
            #expect(inPlace(ordered, old, new) == new, "case \(number), seed \(RandomTests.seed)")
            // Copies from higher offsets to lower ones never wait for each other, nor do the others.
            for isLower in [(<) as (Int64, Int64) -> Bool, (>)] {
                let given = packed.filter { isLower($0.source?.offset ?? $0.target.offset, $0.target.offset) }
                let most = sent(packed) + given.reduce(0) { $0 + $1.target.length }
                #expect(sent(ordered) <= most, "case \(number), seed \(RandomTests.seed)")
            }
        }
    }

    /// How many bytes are literals.
    private func sent(_ instructions: [Instruction]) -> Int64 {
        instructions.filter { $0.origin == .literal }.reduce(0) { $0 + $1.target.length }
    }

    @Test func aShiftNeedsNoLiteral() {
        let pieces = (0..<10).map { number in
            Instruction(
                target: ByteRange(offset: Int64(5 + 10 * number), length: 10), origin: .old(offset: Int64(10 * number)))
        }
        let insertion = Instruction(target: ByteRange(offset: 0, length: 5), origin: .literal)
        let ordered = InPlaceOrder.order([insertion] + pieces)
        #expect(ordered.filter { $0.origin == .literal } == [insertion])
        #expect(ordered.count == 11)
    }

    @Test func aSwapSendsTheShorterHalf() {
        let long = Instruction(target: ByteRange(offset: 0, length: 30), origin: .old(offset: 20))
        let short = Instruction(target: ByteRange(offset: 30, length: 20), origin: .old(offset: 0))
        let ordered = InPlaceOrder.order([long, short])
        #expect(ordered == [long, Instruction(target: short.target, origin: .literal)])
    }

    @Test func whatStaysIsNotTouched() {
        let same = Instruction(target: ByteRange(offset: 0, length: 30), origin: .old(offset: 0))
        #expect(InPlaceOrder.order([same]).isEmpty)
    }

    @Test func longChainsDoNotExhaustTheStack() {
        let count: Int64 = 100_000
        let chain = (0..<count).map {
            Instruction(target: ByteRange(offset: 10 * $0, length: 10), origin: .old(offset: 10 * $0 + 10))
        }
        #expect(InPlaceOrder.order(chain) == chain)
    }

    /// The targets put one after another again.
    private func packed(_ instructions: [Instruction]) -> [Instruction] {
        var position: Int64 = 0
        return instructions.map { instruction in
            defer { position += instruction.target.length }
            return Instruction(
                target: ByteRange(offset: position, length: instruction.target.length), origin: instruction.origin)
        }
    }

    private func applied(_ instructions: [Instruction], _ old: [UInt8]) -> [UInt8] {
        instructions.reduce(into: []) { new, instruction in
            if let source = instruction.source {
                new += old[Int(source.offset)..<Int(source.end)]
            } else {
                new += (0..<instruction.target.length).map { UInt8(truncatingIfNeeded: instruction.target.offset + $0) }
            }
        }
    }

    private func inPlace(_ instructions: [Instruction], _ old: [UInt8], _ new: [UInt8]) -> [UInt8] {
        var file = old + [UInt8](repeating: 0, count: max(0, new.count - old.count))
        for instruction in instructions {
            let target = Int(instruction.target.offset)..<Int(instruction.target.end)
            if let source = instruction.source {
                file.replaceSubrange(target, with: Array(file[Int(source.offset)..<Int(source.end)]))
            } else {
                file.replaceSubrange(target, with: new[target])
            }
        }
        return Array(file[..<new.count])
    }
}
