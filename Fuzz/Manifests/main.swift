internal import FerryCore
internal import FerryManifest
internal import FuzzDriver

// Any bytes are taken as a manifest or check file of whatever kind: refused with an error of one line, or read. No record
// leads out of the tree, and the records, sorted and written as a native manifest, are read again as they were.

func records(_ reader: any RecordReader) throws(ManifestError) -> [Record] {
    var records: [Record] = []
    while let record = try reader.next() { records.append(record) }
    return records
}

Fuzzer.run { input in
    do throws(ManifestError) {
        let reader = try ManifestOpening.open(MemoryStream(Array(input)))
        let sorted = try records(RecordSorter.ordered(reader))
        for record in sorted where !record.path.isRoot {
            precondition((try? RelativePath(validating: record.path.bytes)) != nil, "an unsafe path")
        }
        let sink = MemorySink()
        let algorithms = sorted.first?.digests.map(\.algorithm) ?? []
        let writer = try! NativeWriter(sink, header: NativeHeader(algorithms: algorithms))
        for record in sorted where !record.path.isRoot { try! writer.append(record) }
        try! writer.finish(isComplete: true)
        let again = try! records(NativeReader(MemoryStream(sink.bytes)))
        precondition(again == sorted.filter { !$0.path.isRoot }, "written and read, a record changed")
    } catch {
        precondition(!"\(error)".contains("\n"), "a message of several lines")
    }
    return true
}
