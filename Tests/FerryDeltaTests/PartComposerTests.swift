import FerryCore
import Harness
import Testing

@testable import FerryDelta

@Suite("Composition of parts")
struct PartComposerTests {
    @Test(
        "least bytes sent, then fewest parts, as trying everything finds",
        arguments: [(3, 5, 99), (3, 100, 99), (2, 3, 99), (4, 7, 99)])
    func optimum(minimum: Int64, maximum: Int64, count: Int) throws {
        var r = SeededGenerator("parts \(minimum) \(maximum) \(count)")
        let rules = PartRules(minimum: minimum, maximum: maximum, count: count)
        for number in 0..<400 {
            let instructions = r.instructions(pieces: 1 + r.below(7), longest: 9)
            guard let best = ExhaustiveComposer(rules, instructions).best() else {
                #expect(PartComposer(rules).compose(instructions) == nil)
                continue
            }
            let parts = try #require(PartComposer(rules).compose(instructions))
            checkRules(parts, rules, instructions)
            let sent = parts.reduce(Int64(0)) { $0 + ($1.source == nil ? $1.target.length : 0) }
            #expect(sent == best.sent, "case \(number), seed \(RandomTests.seed): \(instructions)")
            #expect(parts.count == best.parts, "case \(number), seed \(RandomTests.seed): \(instructions)")
        }
    }

    @Test func realSizes() throws {
        let mebibyte: Int64 = 1 << 20
        let instructions = InstructionList()
        for (length, offset) in [(20_000, 0), (1, nil), (11_000, 21_000), (3, 50_000), (4, nil)] as [(Int64, Int64?)] {
            let position = instructions.instructions.last?.target.end ?? 0
            let target = ByteRange(offset: position, length: length * mebibyte)
            let origin = offset.map { Instruction.Origin.old(offset: $0 * mebibyte) } ?? .literal
            instructions.accept(
                Instruction(target: target, origin: origin), literal: UnsafeRawBufferPointer(start: nil, count: 0))
        }
        let parts = try #require(PartComposer(.s3).compose(instructions.instructions))
        checkRules(parts, .s3, instructions.instructions)
        let sent = parts.filter { $0.source == nil }.map(\.target.length)
        #expect(sent == [5 * mebibyte, 7 * mebibyte])
    }

    @Test(
        "the same where the number of parts binds",
        arguments: [(3, 100), (2, 1000), (4, 9), (3, 5), (2, 3), (4, 7), (3, 11), (1, 6)])
    func fewParts(minimum: Int64, maximum: Int64) throws {
        var r = SeededGenerator("few parts \(minimum) \(maximum)")
        for number in 0..<300 {
            let rules = PartRules(minimum: minimum, maximum: maximum, count: 2 + r.below(20))
            let instructions = r.instructions(pieces: 4 + r.below(12), longest: 4 + r.below(30))
            guard let best = ExhaustiveComposer(rules, instructions).best() else {
                #expect(PartComposer(rules).compose(instructions) == nil)
                continue
            }
            let parts = try #require(PartComposer(rules).compose(instructions))
            checkRules(parts, rules, instructions)
            let sent = parts.reduce(Int64(0)) { $0 + ($1.source == nil ? $1.target.length : 0) }
            #expect(sent == best.sent, "case \(number), seed \(RandomTests.seed): \(instructions)")
            #expect(parts.count == best.parts, "case \(number), seed \(RandomTests.seed): \(instructions)")
        }
    }

    @Test func copiesThatAreAlikeAreNotAllGivenUp() throws {
        let list = InstructionList()
        for number in 0..<Int64(60) {
            let origin: Instruction.Origin = number % 2 == 0 ? .literal : .old(offset: 100 * number)
            let target = ByteRange(offset: 10 * number, length: 10)
            list.accept(
                Instruction(target: target, origin: origin), literal: UnsafeRawBufferPointer(start: nil, count: 0))
        }
        let rules = PartRules(minimum: 2, maximum: 1000, count: 20)
        let parts = try #require(PartComposer(rules).compose(list.instructions))
        checkRules(parts, rules, list.instructions)
        #expect(parts.filter { $0.source != nil }.count >= 9)
    }

    private func checkRules(_ parts: [Instruction], _ rules: PartRules, _ instructions: [Instruction]) {
        var position: Int64 = 0
        #expect(parts.count <= rules.count)
        for (number, part) in parts.enumerated() {
            #expect(part.target.offset == position)
            #expect(part.target.length <= rules.maximum)
            #expect(part.target.length >= (number == parts.count - 1 ? 1 : rules.minimum))
            if let source = part.source {
                let original = instructions.first { $0.target.offset <= position && position < $0.target.end }!
                #expect(original.source!.offset + position - original.target.offset == source.offset)
                #expect(part.target.end <= original.target.end)
            }
            position = part.target.end
        }
        #expect(position == instructions.last?.target.end ?? 0)
    }
}

/// Tries every division into parts, byte by byte.
private struct ExhaustiveComposer {
    private let rules: PartRules
    private let size: Int
    /// For each byte of the new file, how many from it on are one copy; 0 for literals.
    private var runs: [Int] = []

    init(_ rules: PartRules, _ instructions: [Instruction]) {
        self.rules = rules
        for instruction in instructions {
            let length = Int(instruction.target.length)
            for byte in 0..<length { runs.append(instruction.source == nil ? 0 : length - byte) }
        }
        size = runs.count
    }

    /// The least (bytes sent, parts) for the whole file; nil when the rules do not allow any.
    func best() -> (sent: Int64, parts: Int)? {
        // best[n][position]: the least bytes sent with n parts up to position
        var byParts: [[Int64?]] = [[0] + Array(repeating: nil, count: size)]
        var best: (sent: Int64, parts: Int)? = size == 0 ? (0, 0) : nil
        for parts in 1...max(1, min(rules.count, size)) {
            var row: [Int64?] = Array(repeating: nil, count: size + 1)
            for start in 0..<size {
                guard let before = byParts[parts - 1][start] else { continue }
                for end in (start + 1)...min(size, start + Int(rules.maximum))
                where end == size || end - start >= rules.minimum {
                    let sent = before + (end - start <= runs[start] ? 0 : Int64(end - start))
                    row[end] = min(row[end] ?? sent, sent)
                }
            }
            byParts.append(row)
            if let sent = row[size], sent < best?.sent ?? .max { best = (sent, parts) }
        }
        return best
    }
}

extension SeededGenerator {
    /// Copies, from anywhere, and literals of random lengths, merged.
    mutating func instructions(pieces: Int, longest: Int) -> [Instruction] {
        let list = InstructionList()
        var position: Int64 = 0
        for _ in 0..<pieces {
            let length = Int64(1 + below(longest))
            // Too far apart to be continued by the next one.
            let origin: Instruction.Origin = below(2) == 0 ? .literal : .old(offset: Int64(1000 * below(100)))
            let target = ByteRange(offset: position, length: length)
            list.accept(
                Instruction(target: target, origin: origin), literal: UnsafeRawBufferPointer(start: nil, count: 0))
            position = target.end
        }
        return list.instructions
    }
}
