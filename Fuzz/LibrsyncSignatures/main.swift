internal import FerryCore
internal import FerryDelta
internal import FuzzDriver

// Any bytes are taken as a librsync signature: refused with an error, or a new file can be matched against it.

let new = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) } + [UInt8](repeating: 0, count: 1000)

Fuzzer.run { input in
    guard let signature = try? LibrsyncSignature.read(from: MemoryStream(Array(input))) else { return true }
    // Larger blocks than the file make no difference but in time and memory.
    if signature.blockSize > 1 << 16 { return true }
    let list = InstructionList()
    let summary = try! DeltaScan().run(signature.index(), .file(MemoryBytes(new)), into: list)
    precondition(summary.newSize == Int64(new.count), "the instructions do not cover the file")
    let end = Int64(signature.sums.count) * Int64(signature.blockSize)
    precondition(list.instructions.allSatisfy { ($0.source?.end ?? 0) <= end }, "a copy reaches beyond the last block")
    return true
}
