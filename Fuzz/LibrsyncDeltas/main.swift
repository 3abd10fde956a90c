internal import FerryCore
internal import FerryDelta
internal import FuzzDriver

// Any bytes are taken as a librsync delta of an old file of 1000 bytes: refused with an error, or its instructions cover the
// new file without gaps and stay inside the old one.

final class CheckingSink: InstructionSink {
    private var position: Int64 = 0

    func accept(_ instruction: Instruction, literal: UnsafeRawBufferPointer) {
        precondition(instruction.target.offset == position && instruction.target.length > 0)
        if let source = instruction.source { precondition(source.offset >= 0 && source.end <= 1000) }
        position = instruction.target.end
    }
}

Fuzzer.run { input in
    do {
        var reader = try LibrsyncDeltaReader(MemoryStream(Array(input)), oldSize: 1000)
        try reader.run(into: CheckingSink())
        return true
    } catch DeltaError.damaged(_, .wrongMagic) {
        return false
    } catch {
        return true
    }
}
