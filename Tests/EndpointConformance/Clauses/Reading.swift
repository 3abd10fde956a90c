import FerryCore
import FerryEndpoints
import Testing

let readingClauses: [Clause] = [
    Clause("an empty file is read as nothing") { subject in
        try subject.put("empty", "")
        #expect(try subject.found("empty").size == 0)
        #expect(try subject.content("empty") == "")
    },
    Clause("a file is read whole, in reads of any size") { subject in
        let bytes = pattern(300_000)
        let entry = try subject.put(subject.path("file"), bytes).entry
        for step in [1 << 20, 65_536, 4099] {
            #expect(try subject.bytes(of: entry, step: step) == bytes)
        }
    },
    Clause("ranges are read: start, middle, end, over the end, beyond it, nothing") { subject in
        guard subject.capabilities.rangedReads else { return }
        let bytes = pattern(10_000)
        let entry = try subject.put(subject.path("file"), bytes).entry
        for (offset, length) in [(0, 100), (5000, 1), (4095, 3000), (9900, 100), (9999, 50), (10_000, 5), (20_000, 5)] {
            let range = ByteRange(offset: Int64(offset), length: Int64(length))
            let expected = Array(bytes[min(offset, 10_000)..<min(offset + length, 10_000)])
            #expect(try subject.bytes(of: entry, range) == expected, "range \(offset)+\(length)")
        }
        #expect(try subject.bytes(of: entry, ByteRange(offset: 500, length: 0)) == [])
    },
    Clause("a range may be read by several readers at once") { subject in
        guard subject.capabilities.rangedReads else { return }
        let bytes = pattern(40_000)
        let entry = try subject.put(subject.path("file"), bytes).entry
        let failures = onThreads(4) { thread in
            let range = ByteRange(offset: Int64(thread * 10_000), length: 10_000)
            let expected = Array(bytes[thread * 10_000..<(thread + 1) * 10_000])
            if try subject.bytes(of: entry, range) != expected { throw Subject.Missing(name: "range \(thread)") }
        }
        #expect(failures.isEmpty)
    },
    Clause("a file that was replaced since it was listed is changedDuringTransfer") { subject in
        let old = try subject.put("file", "old content").entry
        guard old.version != nil else { return }
        try subject.put("file", "new content")
        expectError(.changedDuringTransfer, clause: "reading the old entry") { _ = try subject.bytes(of: old) }
    },
    Clause("a file that is replaced while it is read is read as one version, or changedDuringTransfer") { subject in
        let old = [UInt8](repeating: 1, count: 200_000)
        let entry = try subject.put(subject.path("file"), old).entry
        let reader = try subject.endpoint.read(entry, range: nil)
        var start = [UInt8](repeating: 0, count: 1000)
        let first = try start.withUnsafeMutableBytes { try reader.read(into: $0) }
        try subject.put(subject.path("file"), [UInt8](repeating: 2, count: 200_000))
        do {
            let bytes = Array(start[..<first]) + (try reader.drain(step: 5000))
            try reader.verifyUnchanged()
            #expect(bytes == old)
        } catch let error as EndpointError {
            #expect(error.code == .changedDuringTransfer)
        }
    },
    Clause("a file that is written in place while it is read is changedDuringTransfer, or was read before") { subject in
        guard subject.capabilities.writesInPlace else { return }
        let old = [UInt8](repeating: 1, count: 200_000)
        let entry = try subject.put(subject.path("file"), old).entry
        guard entry.version != nil else { return }
        let reader = try subject.endpoint.read(entry, range: nil)
        var start = [UInt8](repeating: 0, count: 1000)
        let first = try start.withUnsafeMutableBytes { try reader.read(into: $0) }
        let file = try subject.endpoint.stage(
            StageRequest(path: subject.path("file"), placement: .inPlace(keepsContent: false)))
        try file.write([UInt8](repeating: 2, count: 200_000), at: 0)
        _ = try file.commit(metadata: Metadata(), length: 200_000)
        do {
            let bytes = Array(start[..<first]) + (try reader.drain(step: 5000))
            try reader.verifyUnchanged()
            #expect(bytes == old)
        } catch let error as EndpointError {
            #expect(error.code == .changedDuringTransfer)
        }
    },
    Clause("reading what is gone is notFound or changedDuringTransfer") { subject in
        let entry = try subject.put("file").entry
        try subject.endpoint.remove(subject.path("file"), kind: .file)
        expectError(.notFound, .changedDuringTransfer, clause: "the entry of a removed file") {
            _ = try subject.bytes(of: entry)
        }
    },
    Clause("reading what is forbidden is permissionDenied") { subject in
        guard let forbid = subject.forbid else { return }
        try subject.put("file")
        try forbid(subject.path("file"))
        let entry = try subject.found("file")
        expectError(.permissionDenied, clause: "a file without the right to read it") {
            _ = try subject.bytes(of: entry)
        }
    },
]

/// Bytes that differ from place to place, the same every time.
func pattern(_ count: Int, seed: Int = 0) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: ($0 &+ seed) &* 31 &+ (($0 &+ seed) >> 8) &* 7) }
}
