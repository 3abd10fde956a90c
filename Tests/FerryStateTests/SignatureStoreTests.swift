internal import FerryCore
internal import FerryState
internal import Harness
internal import Testing

final class SignatureStoreTests {
    private let directory = TemporaryDirectory()
    private let warnings = Warnings()

    @Test func aSignatureIsOfOneVersionAtOnePlace() {
        let signatures = SignatureStore(warnings.store(in: directory))
        let file = Sample.tagged(tag: "\"etag-1\"")
        signatures.remember([1], of: file, at: "s3://bucket/a")
        #expect(signatures.signature(of: file, at: "s3://bucket/a") == [1])
        #expect(signatures.signature(of: file, at: "s3://bucket/b") == nil)
        #expect(signatures.signature(of: Sample.tagged(tag: "\"etag-2\""), at: "s3://bucket/a") == nil)
        #expect(signatures.signature(of: Sample.tagged(size: 11, tag: "\"etag-1\""), at: "s3://bucket/a") == nil)
        #expect(signatures.signature(of: Sample.tagged(modified: nil, tag: "\"etag-1\""), at: "s3://bucket/a") == nil)
    }

    @Test func aNewVersionTakesThePlaceOfTheOld() {
        let store = warnings.store(in: directory)
        let signatures = SignatureStore(store)
        for number in 0..<5 { signatures.remember([UInt8(number)], of: Sample.tagged(tag: "\(number)"), at: "x") }
        #expect(store.summary()?.signatures == 1)
        #expect(signatures.signature(of: Sample.tagged(tag: "4"), at: "x") == [4])
        signatures.forget(Sample.path("d/f"), at: "x")
        #expect(store.summary()?.signatures == 0)
    }

    @Test func whereAServerTellsNoVersionSizeAndTimeAreIt() {
        let signatures = SignatureStore(warnings.store(in: directory))
        signatures.remember([1], of: Sample.tagged(tag: nil), at: "sftp://host/data")
        #expect(signatures.signature(of: Sample.tagged(tag: nil), at: "sftp://host/data") == [1])
        let later = Timestamp(seconds: Sample.past.seconds + 1)
        #expect(signatures.signature(of: Sample.tagged(modified: later, tag: nil), at: "sftp://host/data") == nil)
    }

    @Test func oversizedOnesAreNotKept() {
        let signatures = SignatureStore(warnings.store(in: directory))
        signatures.remember([1], of: Sample.file(), at: "x")
        signatures.remember([UInt8](repeating: 0, count: SignatureStore.largest + 1), of: Sample.file(), at: "x")
        #expect(signatures.signature(of: Sample.file(), at: "x") == nil)
        #expect(warnings.all.isEmpty)
    }
}
