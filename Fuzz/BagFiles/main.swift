internal import FerryCore
internal import FerryManifest
internal import FuzzDriver

// One byte says which tag file of a bag the rest is, the next one its encoding and version. It is refused with an error of
// one line, or read: no path leads out of the bag, and manifests that are written again are read as they were.

func records(_ bytes: [UInt8], _ encoding: TagEncoding, _ content: BagManifestReader.Content, _ version: BagVersion)
    throws(ManifestError) -> [Record]
{
    let reader = BagManifestReader(TagText(MemoryStream(bytes), encoding), content, version: version)
    var records: [Record] = []
    while let record = try reader.next() { records.append(record) }
    return records
}

func check(_ bytes: [UInt8], _ encoding: TagEncoding, _ content: BagManifestReader.Content, _ version: BagVersion)
    throws(ManifestError)
{
    let found = try records(bytes, encoding, content, version)
    for record in found {
        precondition((try? RelativePath(validating: record.path.bytes)) != nil, "an unsafe path")
        precondition(record.path.bytes.first != UInt8(ascii: "~"), "a path of somebody's home")
    }
    guard case .tags = content else { return }
    let sink = MemorySink()
    let writer = BagManifestWriter(sink, .md5, below: .root)
    for record in found { try! writer.append(record) }
    try! writer.finish(isComplete: true)
    let again = try! records(sink.bytes, .utf8, content, .current)
    precondition(again == found, "written and read, a record changed")
}

Fuzzer.run { input in
    guard input.count >= 2 else { return false }
    let bytes = Array(input.dropFirst(2))
    let encoding = TagEncoding.allCases[Int(input[1] & 127) % TagEncoding.allCases.count]
    let version = input[1] > 127 ? BagVersion(0, 97) : .current
    do throws(ManifestError) {
        switch input[0] % 5 {
        case 0:
            let declaration = try BagDeclaration(MemoryStream(bytes))
            let again = try! BagDeclaration(MemoryStream(Array(declaration.text.utf8)))
            precondition(declaration == again, "written and read, a declaration changed")
        case 1: _ = try PayloadOxum.read(bagInfo: TagText(MemoryStream(bytes), encoding)) { _ in }
        case 2: try check(bytes, encoding, .payload(.md5), version)
        case 3: try check(bytes, encoding, .tags(.md5), version)
        default: try check(bytes, encoding, .fetch, version)
        }
    } catch {
        precondition(!"\(error)".contains("\n"), "a message of several lines")
    }
    return true
}
