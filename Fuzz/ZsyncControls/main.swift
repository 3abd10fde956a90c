internal import FerryCore
internal import FerryDelta
internal import FuzzDriver

// Any bytes are taken as a zsync control file: refused with an error, or a seed can be searched with it.

let seed = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) } + [UInt8](repeating: 0, count: 1000)

Fuzzer.run { input in
    guard let control = try? ZsyncControl.read(from: MemoryStream(Array(input))) else { return true }
    // Larger blocks than the file make no difference but in time and memory.
    if control.blockSize > 1 << 16 { return true }
    let instructions = try! ZsyncLocator(control).locate(in: MemoryBytes(seed)).instructions
    precondition(instructions.last?.target.end ?? 0 == Int64(control.length), "the instructions do not cover the file")
    precondition(instructions.allSatisfy { ($0.source?.end ?? 0) <= Int64(seed.count) }, "a copy beyond the seed")
    return true
}
