import FerryCore
import Harness
import Testing

@testable import FerryDelta

/// Native signatures and deltas as files, whole and damaged.
@Suite("Native files")
struct NativeFileTests {
    @Test("signature, delta and patch through files", arguments: VersionPair.all)
    func roundTrip(pair: VersionPair) throws {
        for (hash, length) in [(StrongHash.xxh128, 16), (.sha256, 16), (.xxh128, 12)] {
            let builder = SignatureBuilder(blockSize: 512, strongHash: hash, strongLength: length)
            let signature = try builder.signature(of: MemoryBytes(pair.old))
            let file = try bytes(of: signature)
            #expect(file.count == SignatureFile.length(of: signature))
            #expect(try SignatureFile.read(from: DripFeed(file, by: 97)) == signature)

            for new in [Content.stream(DripFeed(pair.new, by: 3000)), .file(MemoryBytes(pair.new))] {
                let delta = MemorySink()
                let scan = DeltaScan(threads: 2, makesHoles: true)
                _ = try NativeDelta.write(signature, new, to: delta, scan: scan)
                #expect(try patched(pair.old, delta.bytes) == pair.new)
            }
        }
    }

    @Test func wideOffsetsOfLargeBlocks() throws {
        var r = SeededGenerator("large blocks")
        let signature = try SignatureBuilder(blockSize: 1 << 17).signature(of: MemoryBytes(r.bytes(300_000)))
        #expect(signature.blocks.allSatisfy { $0.offset != BlockRecord.noAnchor })
        #expect(try SignatureFile.read(from: DripFeed(bytes(of: signature), by: 97)) == signature)
    }

    @Test func everyTruncationIsRefused() throws {
        let (old, signature, delta) = try example()
        for length in 0..<signature.count {
            #expect(throws: DeltaError.self) {
                try SignatureFile.read(from: DripFeed(Array(signature[..<length]), by: 100))
            }
        }
        for length in 0..<delta.count {
            #expect(throws: DeltaError.self) { try patched(old, Array(delta[..<length])) }
        }
        #expect(throws: DeltaError.self) { try SignatureFile.read(from: DripFeed(signature + [0], by: 100)) }
        #expect(throws: DeltaError.self) { try patched(old, delta + [0]) }
    }

    /// A changed signature may still be one; matching against it must end and give the right file. A changed delta must
    /// never give another file without an error.
    @Test func changedBytesDoNoHarm() throws {
        let (old, signature, delta) = try example()
        let new = try patched(old, delta)
        var r = SeededGenerator("changed")
        for _ in 0..<600 {
            if let read = try? SignatureFile.read(from: DripFeed(r.edited(signature, times: 1 + r.below(3)), by: 100)) {
                let sink = RecordingSink(old: old + [UInt8](repeating: 0, count: read.blockSize))
                _ = try? DeltaScan().run(SignatureIndex(read), .file(MemoryBytes(new)), into: sink)
            }
            let changed = r.edited(delta, times: 1 + r.below(3))
            if changed != delta { #expect(throws: DeltaError.self) { try patched(old, changed) } }
        }
    }

    @Test func copiesStayInsideTheOldFile() throws {
        let (old, _, _) = try example()
        for (offset, length) in [
            (Int64(old.count), 1), (0, Int64(old.count) + 1), (-1, 1), (.max - 1, 1), (1, .max >> 2),
        ] {
            let sink = MemorySink()
            let writer = try DeltaFileWriter(oldSize: old.count, newSize: nil, algorithm: .xxh128, to: sink)
            try writer.accept(
                Instruction(target: ByteRange(offset: 0, length: length), origin: .old(offset: offset)),
                literal: UnsafeRawBufferPointer(start: nil, count: 0))
            try writer.finish(Hasher.digest([], .xxh128))
            let error = #expect(throws: DeltaError.self) { try patched(old, sink.bytes) }
            guard case .damaged(.delta, .copyOutOfRange(let at, let count)) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(at == offset && count == length)
        }
    }

    @Test func anotherOldFileIsNoticed() throws {
        var (old, _, delta) = try example()
        #expect(throws: DeltaError.self) { try patched(old + [1], delta) }
        // Every byte: which ones a delta copies is chance.
        old = old.map { $0 ^ 1 }
        guard case .wrongResult = #expect(throws: DeltaError.self, performing: { try patched(old, delta) }) else {
            Issue.record("not recognised as a wrong result")
            return
        }
        delta = []
        #expect(throws: DeltaError.self) { try patched(old, delta) }
    }

    @Test func blockSizesFollowTheFile() {
        let sizes = [0, 64 << 10, 1 << 20, 256 << 20, 1 << 30, 4 << 30, 64 << 30, 1 << 40, 1 << 50]
        let expected = [512, 512, 1024, 2048, 4096, 8192, 32768, 128 << 10, 128 << 10]
        #expect(sizes.map(Signature.blockSize(forFileOf:)) == expected)
    }

    private func example() throws -> (old: [UInt8], signature: [UInt8], delta: [UInt8]) {
        var r = SeededGenerator("example")
        let old = r.bytes(4000) + [UInt8](repeating: 0, count: 1000) + r.text(2500)
        let new = r.shifted(r.moved(old, pieces: 3), times: 3)
        let signature = try SignatureBuilder(blockSize: 256).signature(of: MemoryBytes(old))
        let delta = MemorySink()
        _ = try NativeDelta.write(signature, .file(MemoryBytes(new)), to: delta, scan: DeltaScan())
        return (old, try bytes(of: signature), delta.bytes)
    }

    private func bytes(of signature: Signature) throws -> [UInt8] {
        let sink = MemorySink()
        try SignatureFile.write(signature, to: sink)
        return sink.bytes
    }

    private func patched(_ old: [UInt8], _ delta: [UInt8]) throws -> [UInt8] {
        let sink = MemorySink()
        try NativeDelta.patch(MemoryBytes(old), with: DripFeed(delta, by: 1000), to: sink)
        return sink.bytes
    }
}
