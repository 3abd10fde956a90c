internal import FerryCore
internal import FerryDelta
internal import FuzzDriver

// Any bytes are taken as a published signature: refused with an error, or read. What it says must be what is written again, and
// any new file can be matched against it.

Fuzzer.run { input in
    let bytes = Array(input)
    guard let published = try? PublishedSignatureReader(MemoryStream(bytes)).read() else { return true }
    let written = MemorySink()
    try! PublishedSignatureFile.write(published, to: written)
    precondition(written.bytes == bytes, "read and written, a published signature changed")
    precondition(published.subject.size == Int64(published.signature.fileSize))
    let new = MemoryBytes(bytes)
    let summary = try! DeltaScan().run(SignatureIndex(published.signature), .file(new), into: InstructionList())
    precondition(summary.newSize == Int64(bytes.count), "the instructions do not cover the file")
    return true
}
