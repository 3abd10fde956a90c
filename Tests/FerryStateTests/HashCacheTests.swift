internal import FerryCore
internal import FerryState
internal import Harness
internal import Testing

final class HashCacheTests {
    private let directory = TemporaryDirectory()
    private let warnings = Warnings()

    @Test func digestsComeBackAndOnlyForTheSameFile() {
        let file = Sample.file()
        let cache = HashCache(warnings.store(in: directory), .digest(.sha256))
        cache.remember(Sample.digest(1).bytes, of: file, readAt: .now)
        #expect(cache.bytes(of: file) == Sample.digest(1).bytes)
        cache.flush()

        let later = HashCache(warnings.store(in: directory), .digest(.sha256))
        #expect(later.bytes(of: file) == Sample.digest(1).bytes)
        #expect(later.bytes(of: Sample.file("elsewhere")) == Sample.digest(1).bytes)
        let next = Timestamp(seconds: Sample.past.seconds, nanoseconds: Sample.past.nanoseconds + 1)
        for other in [
            Sample.file(size: 11), Sample.file(modified: next), Sample.file(changed: next), Sample.file(inode: 4712),
            Sample.file(inode: 4711 + 256), Sample.file(device: 8), Sample.tagged(tag: "v"),
        ] {
            #expect(later.bytes(of: other) == nil)
        }
        #expect(HashCache(warnings.store(in: directory), .digest(.sha512)).bytes(of: file) == nil)
        #expect(warnings.all.isEmpty)
    }

    @Test func aFileThatWasChangedJustBeforeIsLeftOut() {
        let cache = HashCache(warnings.store(in: directory), .digest(.md5))
        let moment = Timestamp(seconds: 1_700_000_000, nanoseconds: 500_000_000)
        let cases: [(Timestamp, isKept: Bool)] = [
            (Timestamp(seconds: 1_700_000_000, nanoseconds: 499_000_000), false),
            (Timestamp(seconds: 1_700_000_000, nanoseconds: 470_000_000), true),
            (Timestamp(seconds: 1_700_000_000, nanoseconds: 600_000_000), false),
            // Whole seconds only: a coarse file system.
            (Timestamp(seconds: 1_699_999_999), false),
            (Timestamp(seconds: 1_699_999_998), true),
        ]
        for (number, (changed, isKept)) in cases.enumerated() {
            let file = Sample.file(inode: UInt64(number), changed: changed)
            cache.remember(Sample.digest(number, .md5).bytes, of: file, readAt: moment)
            #expect((cache.bytes(of: file) != nil) == isKept, "\(changed)")
        }
    }

    @Test func twoProcessesAddToOneRow() {
        let first = HashCache(warnings.store(in: directory), .digest(.xxh128))
        let second = HashCache(warnings.store(in: directory), .digest(.xxh128))
        let files = (0..<200).map { Sample.file(inode: 512 + $0) }
        for (number, file) in files.enumerated() {
            let cache = number.isMultiple(of: 2) ? first : second
            cache.remember(Sample.digest(number, .xxh128).bytes, of: file, readAt: .now)
        }
        first.flush()
        second.flush()
        let third = HashCache(warnings.store(in: directory), .digest(.xxh128))
        for (number, file) in files.enumerated() {
            #expect(third.bytes(of: file) == Sample.digest(number, .xxh128).bytes)
        }
    }

    @Test func moreFilesThanMemoryIsGivenFor() {
        let cache = HashCache(warnings.store(in: directory), .digest(.xxh3))
        let files = (0..<2000).map { Sample.file(inode: UInt64($0) * 1000) }
        for (number, file) in files.enumerated() {
            cache.remember(Sample.digest(number, .xxh3).bytes, of: file, readAt: .now)
        }
        for (number, file) in files.enumerated() {
            #expect(cache.bytes(of: file) == Sample.digest(number, .xxh3).bytes)
        }
        cache.flush()
        #expect(warnings.store(in: directory).summary()?.digests == files.count)
    }

    @Test func aDamagedDigestIsNotBelieved() {
        let store = warnings.store(in: directory)
        let cache = HashCache(store, .digest(.sha256))
        cache.remember(Sample.digest(1).bytes, of: Sample.file(), readAt: .now)
        cache.flush()
        store.close()
        let flipped = "UPDATE hash SET records = CAST(substr(records, 1, 60) || x'00' || substr(records, 62) AS BLOB)"
        let path = directory.file("state/ferry/state.sqlite")
        #expect(Program("sqlite3").run([path, flipped]).status == 0)
        #expect(HashCache(warnings.store(in: directory), .digest(.sha256)).bytes(of: Sample.file()) == nil)
    }
}

extension HashCache {
    /// What somebody finds who asks for the first time.
    fileprivate func bytes(of entry: Entry) -> [UInt8]? {
        var reader = HashCacheReader(self)
        return reader.bytes(of: entry)
    }
}
