import FerryCore
import FerrySync
import Testing

@testable import FerryCommands

@Suite struct ResolutionTests {
    @Test func sizesAndRates() throws {
        let line = try resolve("--min-size=1K", "--max-size=2MB", "--bwlimit=1.5m", "-B", "1000", "a", "b")
        #expect(line.options.selection.minimumSize == 1024)
        #expect(line.options.selection.maximumSize == 2_000_000)
        #expect(line.bandwidth == 1_572_864)
        #expect(line.options.writing.blockSize == 1000)
        #expect(try resolve("--bwlimit=1", "--no-bwlimit", "a", "b").bandwidth == nil)
    }

    @Test func permissionsFollowEachOther() throws {
        let change = try #require(resolve("--chmod=a=r", "--chmod=Fu+w", "a", "b").options.metadata.changePermissions)
        #expect(change(0o777, false) == 0o644)
        #expect(change(0o777, true) == 0o444)
        #expect(try resolve("a", "b").options.metadata.changePermissions == nil)
    }

    @Test func ownersAreMapped() throws {
        let options = try resolve("--usermap=0:7,5-9:8", "--groupmap=*:3", "a", "b").options.metadata
        let user = try #require(options.mapUser)
        let group = try #require(options.mapGroup)
        #expect([user(0), user(6), user(77)] == [7, 8, 77])
        #expect(group(12345) == 3)
        #expect(options.owner && options.group)
    }

    @Test func chownMapsEveryone() throws {
        let options = try resolve("--chown=12:", "a", "b").options.metadata
        #expect(options.mapUser?(99) == 12)
        #expect(options.mapGroup == nil)
        #expect(options.owner && !options.group)
    }

    @Test func deletionLimits() throws {
        #expect(try resolve("-r", "--delete", "--max-delete=-1", "a", "b").options.deletion.limit == .count(0))
        let sync = try resolve("--delete", "--max-delete=2.5%", "a", "b", as: .sync).options.deletion
        #expect(sync.limit == .percent(2.5))
        #expect(sync.checksLimitFirst)
        #expect(!sync.allowsEmptySource)
    }

    @Test func progressImpliesNamesUnlessRefused() throws {
        #expect(try resolve("--progress", "a", "b").output.info[.name] == 1)
        #expect(try resolve("--progress", "--info=name0", "a", "b").output.info[.name] == 0)
        #expect(try resolve("-P", "-i", "a", "b").output.info[.progress] == 1)
        #expect(try resolve("--info=progress2", "a", "b").output.format == nil)
    }

    @Test func statisticsHaveLevels() throws {
        #expect(try resolve("-v", "a", "b").output.info[.stats] == 1)
        #expect(try resolve("--stats", "a", "b").output.info[.stats] == 2)
        #expect(try resolve("-vv", "--stats", "--info=stats0", "a", "b").output.info[.stats] == 0)
    }

    @Test func quietSilencesEverything() throws {
        let output = try resolve("-qvvi", "--stats", "a", "b").output
        #expect(InfoFlag.allCases.allSatisfy { output.info[$0] == 0 })
        #expect(output.format == nil)
    }

    @Test func stopTimes() throws {
        let environment = Environment(now: 1000)
        #expect(try resolve("--stop-after=2", "a", "b", environment: environment).stopTime == 1120)
        #expect(try resolve("--timeout=0", "a", "b").timeout == nil)
        #expect(try resolve("--timeout=9", "a", "b").timeout == 9)
    }

    @Test(arguments: [
        ("--max-size=x", "--max-size: 'x' is not a size"),
        ("--stop-at=soon", "--stop-at: 'soon' is not a date and time such as 2027-01-31T06:00"),
        ("--stop-after=0", "the value of '--stop-after' is out of range: 0"),
        ("--outbuf=x", "the value of '--outbuf' is not one of: None, Line, Block"),
        ("--stderr=x", "the value of '--stderr' is 'x', not one of: errors, all, client"),
        ("--info=nothing", "there is no --info flag 'nothing'; --info=help lists them"),
        ("--block-size=1m", "--block-size: a block is at most 131072 bytes"),
        ("--parallel=0", "the value of '--parallel' is out of range: 0"),
        ("--timeout=1\n2", "the value of '--timeout' is not a number: '1\\#0122'"),
    ])
    func refused(_ word: String, _ message: String) {
        #expect(refusal(word, "a", "b") == message)
    }

    @Test func namesNeedNotBeText() throws {
        let words = [Array("--temp-dir=".utf8) + [0xFF], [0x61], [0x62]]
        let line = try SyncCommandLine(words, preset: .rsync, environment: Environment())
        #expect(line.options.writing.temporaryDirectory == [0xFF])
    }
}
