internal import FerryCore
internal import FerryState
internal import Glibc
internal import Harness
internal import Testing

/// One store, whatever becomes of its file.
final class StateStoreTests {
    private let directory = TemporaryDirectory()
    private let warnings = Warnings()
    private let entry = Sample.file()
    private static let location = "sftp://host/data"

    private func remembers(_ store: StateStore) -> Bool {
        SignatureStore(store).signature(of: entry, at: Self.location) == [1, 2, 3]
    }

    private func remember(in store: StateStore) {
        SignatureStore(store).remember([1, 2, 3], of: entry, at: Self.location)
    }

    private func damage(_ name: String) {
        let path = directory.file("state/ferry/state.sqlite")
        let size = directory.read("state/ferry/state.sqlite").count
        let file = open(path, O_RDWR)
        defer { close(file) }
        let garbage = [UInt8](repeating: 0xa5, count: size)
        switch name {
        case "garbage": pwrite(file, garbage, size, 0)
        case "header": pwrite(file, garbage, 100, 0)
        case "tables": pwrite(file, garbage, size - 4096, 4096)
        case "cut": ftruncate(file, off_t(size / 2 + 77))
        default: ftruncate(file, 0)
        }
    }

    @Test func whatIsRememberedIsThereForTheNextProcess() {
        remember(in: warnings.store(in: directory))
        #expect(remembers(warnings.store(in: directory)))
        #expect(warnings.all.isEmpty)
    }

    @Test func nobodyElseMayLookInside() {
        remember(in: warnings.store(in: directory))
        var status = stat()
        #expect(stat(directory.file("state/ferry"), &status) == 0)
        #expect(status.st_mode & 0o077 == 0)
    }

    @Test(arguments: ["garbage", "header", "tables", "cut"])
    func aDamagedFileIsMovedAsideWithOneWarning(_ kind: String) {
        let first = warnings.store(in: directory)
        for number in 0..<50 { SignatureStore(first).remember([9], of: Sample.file("f\(number)"), at: Self.location) }
        remember(in: first)
        first.close()
        damage(kind)
        let second = warnings.store(in: directory)
        for _ in 0..<3 where !remembers(second) { remember(in: second) }
        #expect(remembers(second))
        #expect(warnings.all.count == 1)
        #expect(warnings.all.first?.contains("was damaged") == true)
        #expect(!directory.read("state/ferry/state.sqlite.damaged").isEmpty)
        second.close()
        #expect(remembers(warnings.store(in: directory)))
        #expect(warnings.all.count == 1)
    }

    @Test func anEmptyFileIsABeginning() {
        remember(in: warnings.store(in: directory))
        damage("emptied")
        let store = warnings.store(in: directory)
        #expect(!remembers(store))
        remember(in: store)
        #expect(remembers(store))
        #expect(warnings.all.isEmpty)
    }

    @Test func damageUnderAnOpenStoreIsRecoveredFrom() {
        let store = warnings.store(in: directory)
        remember(in: store)
        store.close()
        #expect(remembers(store))
        store.close()
        damage("tables")
        remember(in: store)
        #expect(remembers(store))
        #expect(warnings.all.count == 1)
    }

    @Test func removedWhileOpenItBeginsAnew() {
        let store = warnings.store(in: directory)
        remember(in: store)
        for name in ["", "-wal", "-shm"] { unlink(directory.file("state/ferry/state.sqlite\(name)")) }
        remember(in: store)
        #expect(remembers(warnings.store(in: directory)))
        #expect(warnings.all.isEmpty)
    }

    @Test func tablesOfAnotherShapeAreMovedAside() {
        remember(in: warnings.store(in: directory))
        let path = directory.file("state/ferry/state.sqlite")
        #expect(Program("sqlite3").run([path, "DROP TABLE signature; CREATE TABLE signature (x)"]).status == 0)
        let store = warnings.store(in: directory)
        for _ in 0..<2 { remember(in: store) }
        #expect(remembers(store))
        #expect(warnings.all.count == 1)
    }

    @Test func anotherVersionsTablesGiveWay() {
        remember(in: warnings.store(in: directory))
        let path = directory.file("state/ferry/state.sqlite")
        #expect(Program("sqlite3").run([path, "DROP TABLE signature; PRAGMA user_version = 99"]).status == 0)
        let store = warnings.store(in: directory)
        remember(in: store)
        #expect(remembers(store))
        #expect(warnings.all.isEmpty)
    }

    @Test("what earlier versions kept in the same way stays", arguments: [1, 2])
    func earlierVersions(_ version: Int) {
        remember(in: warnings.store(in: directory))
        let path = directory.file("state/ferry/state.sqlite")
        let change = "DROP TABLE written; CREATE TABLE written (key INTEGER); PRAGMA user_version = \(version)"
        #expect(Program("sqlite3").run([path, change]).status == 0)
        let store = warnings.store(in: directory)
        #expect(remembers(store))
        let written = WrittenCheckFiles(store, below: Array("there".utf8))
        let (file, data) = (Sample.file("a.sha256"), CheckedData(Sample.file("a")))
        written.remember(file, of: data)
        written.flush()
        #expect(WrittenCheckFiles(store, below: Array("there".utf8)).contains(file, of: data))
        #expect(warnings.all.isEmpty)
    }

    @Test func whereItCannotBeTheWorkGoesOn() {
        directory.write([1], "state")
        let store = warnings.store(in: directory)
        for _ in 0..<3 { remember(in: store) }
        #expect(!remembers(store))
        #expect(warnings.all.count == 1)
        #expect(warnings.all.first?.contains("going on without state") == true)
    }

    @Test func manyThreadsShareOneFile() {
        let stores = (0..<4).map { _ in warnings.store(in: directory) }
        let threads = stores.enumerated().map { number, store in
            WorkerThread {
                let signatures = SignatureStore(store)
                for count in 0..<50 {
                    signatures.remember([UInt8(number)], of: Sample.file("\(number)/\(count)"), at: Self.location)
                }
            }
        }
        threads.forEach { $0.join() }
        let signatures = SignatureStore(warnings.store(in: directory))
        for number in 0..<4 {
            for count in 0..<50 {
                let found = signatures.signature(of: Sample.file("\(number)/\(count)"), at: Self.location)
                #expect(found == [UInt8(number)])
            }
        }
        #expect(warnings.all.isEmpty)
    }

    @Test func whatIsOldestGoesWhenRoomIsNeeded() {
        let limit: Int64 = 2 << 20
        let store = warnings.store(in: directory, limit: limit)
        let content = [UInt8](repeating: 7, count: 100_000)
        for number in 0..<100 {
            SignatureStore(store).remember(content, of: Sample.file("f\(number)"), at: Self.location)
        }
        store.close()
        let path = directory.file("state/ferry/state.sqlite")
        _ = Program("sqlite3").run([path, "UPDATE signature SET seen = seen - 100000 + rowid % 1000"])
        remember(in: store)
        store.close()
        #expect(remembers(store))
        let summary = store.summary()
        #expect((summary?.size ?? .max) <= 2 * limit + 8192)
        #expect((1..<40).contains(summary?.signatures ?? 0))
        #expect(warnings.all.isEmpty)
    }

    @Test func partsAreClearedByThemselves() {
        let store = warnings.store(in: directory)
        remember(in: store)
        let cache = HashCache(store, .digest(.sha256))
        cache.remember(Sample.digest(1).bytes, of: entry, readAt: .now)
        cache.flush()
        #expect(store.summary()?.digests == 1)
        #expect(store.clear([.hashes]))
        #expect(store.summary()?.digests == 0)
        #expect(remembers(store))
        #expect(store.clear(StateStore.Part.allCases))
        #expect(!remembers(store))
    }
}
