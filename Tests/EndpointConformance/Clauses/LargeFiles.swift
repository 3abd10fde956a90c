import FerryCore
import FerryEndpoints
import Testing

let largeFileClauses: [Clause] = [
    Clause("a file of more than 5 GiB, mostly a hole, is written and read at its end") { subject in
        guard subject.holdsLargeFiles else { return }
        let end: Int64 = 5 << 30
        let file = try subject.stage("large")
        try file.write("start")
        try file.hole(ByteRange(offset: 5, length: end - 5))
        try file.write("end", at: end)
        let entry = try file.commit(metadata: Metadata(), length: end + 3).entry
        #expect(entry.size == end + 3)
        guard subject.capabilities.rangedReads else { return }
        #expect(try subject.bytes(of: entry, ByteRange(offset: end - 1, length: 10)) == [0] + Array("end".utf8))
        #expect(try subject.bytes(of: entry, ByteRange(offset: 0, length: 6)) == Array("start".utf8) + [0])
    }
]
