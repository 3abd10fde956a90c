internal import FerryCore
internal import FerryState
internal import Harness
internal import Testing

final class LastRunTests {
    private let directory = TemporaryDirectory()
    private let warnings = Warnings()
    private let place = Sample.path("d")

    private func lastRun(to destination: String = "/there") -> LastRun {
        LastRun(warnings.store(in: directory), sources: [Array("/here".utf8)], destination: Array(destination.utf8))
    }

    private func remember(_ files: [(Entry, Entry)], isCertain: Bool = true) {
        let run = lastRun()
        let records = run.records(of: place)
        for (source, there) in files { records.remember(source: source, destination: there, isCertain: isCertain) }
        run.keep(records)
        run.flush()
    }

    private let source = Sample.file(inode: 1)
    private let there = Sample.file(inode: 2)

    @Test func aRecordHoldsForTheSameTwoFilesOnly() {
        remember([(source, there)])
        let records = lastRun().records(of: place)
        #expect(records.verdict(source: source, destination: there) == .holds)
        #expect(records.verdict(source: Sample.file("d/g"), destination: there) == .unknown)
        let next = Timestamp(seconds: Sample.past.seconds, nanoseconds: Sample.past.nanoseconds + 1)
        for other in [
            Sample.file(size: 9, inode: 1), Sample.file(modified: next, inode: 1), Sample.file(inode: 1, changed: next),
        ] {
            #expect(records.verdict(source: other, destination: there) == .differs)
        }
        for other in [Sample.file(size: 9, inode: 2), Sample.file(inode: 2, changed: next)] {
            #expect(records.verdict(source: source, destination: other) == .differs)
        }
        // After a restart a disk may have another number, and on some file systems its files too.
        let elsewhere = Sample.file(inode: 3, device: 99)
        #expect(records.verdict(source: source, destination: elsewhere) == .holds)
    }

    @Test func pairsOfLocationsKnowNothingOfEachOther() {
        remember([(source, there)])
        let other = lastRun(to: "/elsewhere").records(of: place)
        #expect(other.verdict(source: source, destination: there) == .unknown)
        #expect(lastRun().records(of: Sample.path("d/d")).verdict(source: source, destination: there) == .unknown)
    }

    @Test func timesThatADestinationDoesNotKeepAreKnownOfItAlone() {
        let store = warnings.store(in: directory)
        let place = Array("/there".utf8)
        #expect(store.vainTimes(at: place) == [])
        store.remember(.directories, at: place)
        #expect(store.vainTimes(at: place) == .directories && store.vainTimes(at: Array("/elsewhere".utf8)) == [])
        store.remember([], at: place)
        #expect(store.vainTimes(at: place) == [])
    }

    @Test func ownersThatADestinationDoesNotGiveAreKnownOfItAlone() {
        let store = warnings.store(in: directory)
        let place = Array("/there".utf8)
        #expect(store.vainOwners(at: place) == VainOwners())
        for vain in [VainOwners(users: [0, 7, .max], groups: [1000]), VainOwners(groups: [0]), VainOwners()] {
            store.remember(vain, at: place)
            #expect(
                store.vainOwners(at: place) == vain && store.vainOwners(at: Array("/elsewhere".utf8)) == VainOwners())
        }
    }

    /// Somebody may have made the account a member of the group.
    @Test func whatWasRefusedIsTriedAgainAfterAMonth() {
        let place = Array("/there".utf8)
        warnings.store(in: directory).remember(VainOwners(groups: [5]), at: place)
        let path = directory.file("state/ferry/state.sqlite")
        #expect(Program("sqlite3").run([path, "UPDATE refusal SET seen = seen - 31 * 24 * 3600"]).status == 0)
        #expect(warnings.store(in: directory).vainOwners(at: place) == VainOwners())
    }

    @Test func anUncertainRecordNeverHolds() {
        remember([(source, there)], isCertain: false)
        #expect(lastRun().records(of: place).verdict(source: source, destination: there) == .differs)
        remember([(source, there)])
        #expect(lastRun().records(of: place).verdict(source: source, destination: there) == .holds)
    }

    @Test func tagsAreVersions() {
        let tagged = Sample.tagged(modified: nil, tag: "1")
        remember([(source, tagged)])
        let records = lastRun().records(of: place)
        #expect(records.verdict(source: source, destination: tagged) == .holds)
        #expect(records.verdict(source: source, destination: Sample.tagged(modified: nil, tag: "2")) == .differs)
        #expect(records.verdict(source: source, destination: Sample.tagged(modified: nil, tag: nil)) == .differs)
    }

    @Test func aListedTagIsTheSameAfterALookThatToldATime() {
        let listed = RecordedFile(listedByTag: Sample.tagged(modified: nil, tag: "1"))
        let looked = RecordedFile(listedByTag: Sample.tagged(modified: .now, tag: "1"))
        let other = RecordedFile(listedByTag: Sample.tagged(modified: nil, tag: "2"))
        let run = lastRun()
        let records = run.records(of: place)
        let certain = [looked, listed].map { !$0.couldHideChange(after: .now) }
        #expect(certain == [true, true])
        records.remember(Sample.name, source: looked, destination: RecordedFile(there), isCertain: true)
        run.keep(records)
        run.flush()
        let later = lastRun().records(of: place)
        #expect(later.verdict(on: Sample.name, source: listed, destination: RecordedFile(there)) == .holds)
        #expect(later.verdict(on: Sample.name, source: other, destination: RecordedFile(there)) == .differs)
    }

    /// Apache's tags are weak at first: right after the file was written, which is when it is remembered.
    @Test func aTagThatHasBecomeStrongIsTheSame() {
        remember([(source, Sample.tagged(modified: nil, tag: "W/\"1\""))])
        let records = lastRun().records(of: place)
        let now = Sample.tagged(modified: nil, tag: "\"1\"")
        #expect(records.verdict(source: source, destination: now) == .holds)
        let another = Sample.tagged(modified: nil, tag: "\"2\"")
        #expect(records.verdict(source: source, destination: another) == .differs)
    }

    @Test func aRunOverAPartForgetsNothingAtOnce() {
        let files = (0..<10).map { (Sample.file("d/\($0)", inode: UInt64($0)), Sample.file("d/\($0)")) }
        remember(files)
        let changed = Sample.file("d/3", size: 99)
        let part = lastRun()
        let records = part.records(of: place)
        for (source, there) in files[..<6] { #expect(records.verdict(source: source, destination: there) == .holds) }
        records.remember(source: changed, destination: changed, isCertain: true)
        part.keep(records)
        part.flush()
        let later = lastRun().records(of: place)
        for (number, (source, there)) in files.enumerated() where number != 3 {
            #expect(later.verdict(source: source, destination: there) == .holds, "\(number)")
        }
        #expect(later.verdict(source: changed, destination: changed) == .holds)
    }

    @Test func whatIsGoneForLongIsForgotten() {
        let files = (0..<10).map { (Sample.file("d/\($0)", inode: UInt64($0)), Sample.file("d/\($0)")) }
        remember(files)
        let run = lastRun()
        let records = run.records(of: place)
        for (source, there) in files[..<2] { _ = records.verdict(source: source, destination: there) }
        records.remember(source: files[0].0, destination: files[0].1, isCertain: true)
        run.keep(records)
        run.flush()
        let later = lastRun().records(of: place)
        #expect(later.verdict(source: files[0].0, destination: files[0].1) == .holds)
        #expect(later.verdict(source: files[9].0, destination: files[9].1) == .unknown)
    }

    @Test func manyDirectories() {
        let run = lastRun()
        let count = 1500
        for number in 0..<count {
            let records = run.records(of: Sample.path("\(number)"))
            let file = Sample.file("\(number)/f")
            records.remember(source: file, destination: file, isCertain: true)
            run.keep(records)
        }
        run.flush()
        let later = lastRun()
        let held = (0..<count).filter { number in
            let file = Sample.file("\(number)/f")
            return later.records(of: Sample.path("\(number)")).verdict(source: file, destination: file) == .holds
        }
        #expect(held.count == count)
        let summary = warnings.store(in: directory).summary()
        #expect(summary?.directories == count)
        #expect(summary?.latest.map(\.locations) == ["/here\n-> /there"])
        #expect(warnings.all.isEmpty)
    }
}
