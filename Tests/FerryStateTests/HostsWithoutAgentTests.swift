import FerryState
import Harness
import Testing

/// Hosts on which no ferry was found.
final class HostsWithoutAgentTests {
    private let directory = TemporaryDirectory()
    private let warnings = Warnings()
    private let way = Array("ssh\0host".utf8)

    private var path: String { directory.file("state/ferry/state.sqlite") }

    @Test func oneIsKnownAloneUntilItIsForgotten() {
        let store = warnings.store(in: directory)
        #expect(store.timeWithoutAgent(way) == nil)
        store.rememberNoAgent(way)
        #expect(store.timeWithoutAgent(way) != nil && store.timeWithoutAgent(Array("ssh\0other".utf8)) == nil)
        store.forgetNoAgent(way)
        #expect(store.timeWithoutAgent(way) == nil)
        store.rememberNoAgent(way)
        #expect(store.clear([.runs]) && store.timeWithoutAgent(way) == nil)
        #expect(warnings.all.isEmpty)
    }

    /// Somebody may have installed it since; and a clock that was put back says nothing.
    @Test(arguments: [(-23, true), (-25, false), (1, false)])
    func itIsAskedAgainAfterADay(_ hours: Int, _ isKnown: Bool) {
        warnings.store(in: directory).rememberNoAgent(way)
        #expect(Program("sqlite3").run([path, "UPDATE host SET seen = seen + \(hours) * 3600"]).status == 0)
        #expect((warnings.store(in: directory).timeWithoutAgent(way) != nil) == isKnown)
    }

    @Test func earlierVersionsHadNone() {
        let place = Array("/there".utf8)
        warnings.store(in: directory).remember(VainOwners(groups: [5]), at: place)
        #expect(Program("sqlite3").run([path, "DROP TABLE host; PRAGMA user_version = 4"]).status == 0)
        let store = warnings.store(in: directory)
        store.rememberNoAgent(way)
        #expect(store.timeWithoutAgent(way) != nil && store.vainOwners(at: place) == VainOwners(groups: [5]))
        #expect(warnings.all.isEmpty)
    }
}
