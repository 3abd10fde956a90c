import FerryCore
import FerryEndpoints
import Synchronization
import Testing

@Suite struct FaultTests {
    private let memory = MemoryEndpoint()

    private func put(_ count: Int, on endpoint: any Endpoint, _ name: String = "file") throws -> Entry {
        let file = try endpoint.stage(StageRequest(path: path(name)))
        defer { file.discard() }
        try [UInt8](repeating: 8, count: count).withUnsafeBytes { try file.write($0, at: 0) }
        return try file.commit(metadata: Metadata(), length: Int64(count)).entry
    }

    private func bytes(_ entry: Entry, from endpoint: any Endpoint, step: Int = 100) throws -> [UInt8] {
        let reader = try endpoint.read(entry, range: nil)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: step)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try reader.read(into: $0) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        try reader.verifyUnchanged()
        return bytes
    }

    @Test func aCallFailsWhenItIsTold() throws {
        let plan = FaultPlan([Fault(.fail(.permissionDenied), at: .look, of: path("b"), nth: 2)])
        let endpoint = FaultyEndpoint(memory, plan)
        for name in ["a", "a", "b"] { #expect(try endpoint.entry(at: path(name)) == nil) }
        let error = try #require(throws: EndpointError.self) { _ = try endpoint.entry(at: path("b")) }
        #expect(error.code == .permissionDenied)
        #expect("\(error)" == "cannot look at 'b' on memory:/: permission denied")
        #expect(try endpoint.entry(at: path("b")) == nil)
        #expect(plan.count(of: .look) == 5)
    }

    @Test func aLostReplyLeavesTheEffect() throws {
        let endpoint = FaultyEndpoint(memory, FaultPlan([Fault(.loseReply(.timedOut), at: .createDirectory)]))
        #expect(throws: EndpointError.self) { try endpoint.createDirectory(at: path("new"), metadata: Metadata()) }
        #expect(try memory.entry(at: path("new")) != nil)
    }

    @Test func readsAreShort() throws {
        let entry = try put(1000, on: memory)
        let plan = FaultPlan([Fault(.shortRead(3), at: .read, times: 10)])
        #expect(try bytes(entry, from: FaultyEndpoint(memory, plan)).count == 1000)
        #expect(plan.count(of: .read) > 19)
    }

    @Test func bodiesAreTruncated() throws {
        let entry = try put(1000, on: memory)
        let plan = FaultPlan([Fault(.truncate, at: .read, nth: 4)])
        #expect(try bytes(entry, from: FaultyEndpoint(memory, plan)).count == 300)
    }

    @Test func bitsFlipOnTheWayOutAndIn() throws {
        let plan = FaultPlan([Fault(.flipBit(5), at: .write), Fault(.flipBit(2), at: .read)])
        let endpoint = FaultyEndpoint(memory, plan)
        let entry = try put(10, on: endpoint)
        #expect(try bytes(entry, from: memory) == [8, 8, 8, 8, 8, 9, 8, 8, 8, 8])
        #expect(try bytes(entry, from: endpoint) == [8, 8, 9, 8, 8, 9, 8, 8, 8, 8])
    }

    @Test func spaceEnds() throws {
        let endpoint = FaultyEndpoint(memory, FaultPlan(space: 1500))
        _ = try put(1000, on: endpoint)
        let error = try #require(throws: EndpointError.self) { _ = try put(1000, on: endpoint, "second") }
        #expect(error.code == .noSpace)
        #expect(try memory.entry(at: path("second")) == nil)
        #expect(memory.store.stagedFiles == 0)
    }

    @Test(arguments: Fault.Change.allCases) func filesChangeUnderTheReader(_ change: Fault.Change) throws {
        let entry = try put(1000, on: memory)
        let endpoint = FaultyEndpoint(memory, FaultPlan([Fault(.change(change), at: .read, nth: 2)]))
        let error = try #require(throws: EndpointError.self) { _ = try bytes(entry, from: endpoint) }
        #expect(error.code == .changedDuringTransfer)
        let now = try memory.entry(at: path("file"))
        switch change {
        case .grow: #expect(now?.size == 1001)
        case .shrink: #expect(now?.size == 500)
        case .vanish: #expect(now == nil)
        case .becomeDirectory: #expect(now?.kind == .directory)
        }
    }

    @Test func anObserverSeesEveryCall() throws {
        let log = Log()
        let endpoint = FaultyEndpoint(memory, FaultPlan(observer: { call, path in log.add("\(call) \(path!)") }))
        _ = try put(1, on: endpoint)
        #expect(log.all == ["stage file", "write file", "commit file", "discard file"])
    }

    @Test func chanceIsTheSameForTheSameSeed() {
        func outcomes(_ seed: UInt64) -> [Bool] {
            let plan = FaultPlan(random: RandomFaults(seed: seed, probability: 0.5))
            let endpoint = FaultyEndpoint(MemoryEndpoint(), plan)
            return (0..<64).map { _ in (try? endpoint.entry(at: .root)) == nil }
        }
        #expect(outcomes(1) == outcomes(1))
        #expect(outcomes(1) != outcomes(2))
    }

    private final class Log: Sendable {
        private let lines = Mutex<[String]>([])

        var all: [String] { lines.withLock { $0 } }

        func add(_ line: String) {
            lines.withLock { $0.append(line) }
        }
    }
}
