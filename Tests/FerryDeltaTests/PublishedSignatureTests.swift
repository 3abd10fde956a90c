import FerryCore
import Harness
import Testing

@testable import FerryDelta

/// Signatures that lie beside the files that they describe.
@Suite("Published signatures")
struct PublishedSignatureTests {
    private let time = Timestamp(seconds: -7, nanoseconds: 123_456_789)

    @Test("written and read", arguments: [0, 1, 511, 512, 20_000])
    func roundTrip(size: Int) throws {
        var r = SeededGenerator("published")
        let content = r.bytes(size)
        for (modified, tag) in [(time, "\"v1\""), (nil, "\"é\""), (time, nil), (nil, nil)] as [(Timestamp?, String?)] {
            let published = try published(content, modified: modified, tag: tag)
            let reader = try PublishedSignatureReader(DripFeed(bytes(of: published), by: 13))
            #expect(reader.subject == published.subject)
            #expect(try reader.read() == published)
        }
    }

    @Test func everyTruncationIsRefused() throws {
        let whole = try bytes(of: published([UInt8](repeating: 7, count: 3000), modified: time, tag: "\"tag\""))
        for length in 0..<whole.count { #expect(throws: DeltaError.self) { try read(Array(whole[..<length])) } }
        #expect(throws: DeltaError.self) { try read(whole + [0]) }
        #expect(try read(whole).signature.fileSize == 3000)
    }

    /// By offset in the file and what is put there.
    @Test(
        "fields that cannot be",
        arguments: [
            (0, [0]), (8, [2]), (9, [2]), (10, [1, 4]), (19, [0x80]), (12, [0]), (28, [0, 0xCA, 0x9A, 0x3B]), (9, [0]),
            (64, [0xFF]), (77, [2]), (78, [1]), (79, [12]),
        ] as [(Int, [UInt8])])
    func impossibleFields(offset: Int, bytes replacement: [UInt8]) throws {
        var file = try bytes(of: published([UInt8](repeating: 7, count: 3000), modified: time, tag: "\"tag\""))
        file.replaceSubrange(offset..<offset + replacement.count, with: replacement)
        let error = #expect(throws: DeltaError.self) { try read(file) }
        guard case .damaged(.publishedSignature, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func describesOneVersionOnly() throws {
        let subject = try published([1, 2, 3], modified: time, tag: "\"a\"").subject
        func entry(_ size: Int64 = 3, _ modified: Timestamp? = nil, tag: String? = nil) -> Entry {
            Entry(path: .root, kind: .file, size: size, modified: modified, version: tag.map { .tag($0) })
        }
        let second = TimePrecision.second
        #expect(subject.describes(entry(tag: "\"a\""), precision: .none))
        #expect(!subject.describes(entry(4, tag: "\"a\""), precision: .none))
        // An ETag that differs is not outvoted by a time that agrees; a weak one says nothing.
        #expect(!subject.describes(entry(3, time, tag: "\"b\""), precision: second))
        #expect(!subject.describes(entry(tag: "W/\"a\""), precision: second))
        #expect(subject.describes(entry(3, time, tag: "W/\"b\""), precision: second))
        #expect(subject.describes(entry(3, Timestamp(seconds: -7)), precision: second))
        #expect(!subject.describes(entry(3, Timestamp(seconds: -7)), precision: .nanosecond))
        #expect(!subject.describes(entry(3, time), precision: .none))
        #expect(!subject.describes(entry(), precision: .nanosecond))
    }

    private func published(_ content: [UInt8], modified: Timestamp?, tag: String?) throws -> PublishedSignature {
        let subject = DescribedVersion(
            size: Int64(content.count), modified: modified, entityTag: tag, digest: Hasher.digest(content, .sha256))
        let signature = try SignatureBuilder.leavingMachine(blockSize: 512).signature(of: MemoryBytes(content))
        return PublishedSignature(subject: subject, signature: signature)
    }

    private func bytes(of published: PublishedSignature) throws -> [UInt8] {
        let sink = MemorySink()
        try PublishedSignatureFile.write(published, to: sink)
        return sink.bytes
    }

    private func read(_ file: [UInt8]) throws -> PublishedSignature {
        try PublishedSignatureReader(DripFeed(file, by: 100)).read()
    }
}
