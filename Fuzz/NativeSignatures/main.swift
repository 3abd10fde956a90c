internal import FerryCore
internal import FerryDelta
internal import FuzzDriver

// Any bytes are taken as a native signature: refused with an error, or a new file can be matched against it. What it says of
// itself must be what is written again.

/// Has the kinds of content that anchors, polynomials and crowded keys are for.
let new: [UInt8] = {
    let mixed = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 &+ $0 >> 3) }
    return mixed + [UInt8](repeating: 0, count: 1500) + (0..<1500).map { UInt8($0 % 7) } + mixed
}()

Fuzzer.run { input in
    guard let signature = try? SignatureFile.read(from: MemoryStream(Array(input))) else { return true }
    let written = MemorySink()
    try! SignatureFile.write(signature, to: written)
    precondition(written.bytes == Array(input), "read and written, a signature changed")
    let summary = try! DeltaScan().run(SignatureIndex(signature), .file(MemoryBytes(new)), into: InstructionList())
    precondition(summary.newSize == Int64(new.count), "the instructions do not cover the file")
    let located = try! BlockLocator().locate(SignatureIndex(signature), in: MemoryBytes(new))
    precondition(located.instructions.last?.target.end ?? 0 == Int64(signature.fileSize))
    return true
}
