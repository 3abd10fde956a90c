import FerryCore
import FerryEndpoints
import FerrySync
import Testing

/// Files of awkward sizes, with and without holes.
@Suite struct FileCopyTests {
    static let lengths = [0, 1, 4095, 4096, 4097, 65_535, 65_536, 262_143, 262_144, 262_145, 600_001]

    @Test(arguments: lengths, [false, true]) func sizes(_ size: Int, sparse: Bool) throws {
        try expectCopied((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }, sparse: sparse)
    }

    @Test(arguments: [1, 4096, 12_289, 300_000], [0, 1, 4095, 4096, 5000]) func holes(_ hole: Int, before: Int) throws {
        let content = [UInt8](repeating: 7, count: before) + [UInt8](repeating: 0, count: hole)
        try expectCopied(content, sparse: true)
        let stored = try expectCopied(content + [9], sparse: true)
        #expect(stored < Int64(before + 1 + 2 * 4096 + 65_536), "holes are not stored")
    }

    /// Returns how many bytes the destination stores.
    @discardableResult
    private func expectCopied(_ content: [UInt8], sparse: Bool) throws -> Int64 {
        let source = MemoryEndpoint()
        let destination = MemoryEndpoint()
        try source.write(content, to: "f")
        var options = SyncOptions()
        options.writing.sparse = sparse
        let run = sync(source, to: destination, options)
        #expect(run.status == .success)
        #expect(try destination.content(of: try #require(try destination.entry(at: "f"))) == content)
        #expect(run.result.statistics.literalBytes == Int64(content.count))
        return destination.store.used
    }
}
