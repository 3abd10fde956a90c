import FerryCore
import FerryEndpoints
import Testing

/// Groups of calls of which some fail for a passing reason: those are made again, and no other.
@Suite struct RetryingGroupsTests {
    private let memory = MemoryEndpoint(.farAway)

    private func calls(_ plan: FaultPlan) throws -> any GroupedCallsRole {
        let endpoint = decorated(memory, with: DecoratorOptions(faults: plan, retry: .immediate(attempts: 3)))
        return try #require(endpoint.groupedCalls)
    }

    private let names = ["a", "b", "c"].map { path($0) }

    private var orders: [DirectoryOrder] {
        names.map { DirectoryOrder(path: $0, metadata: Metadata(permissions: 0o750)) }
    }

    private func codes<Value>(_ results: [Result<Value, EndpointError>]) -> [EndpointError.Code?] {
        results.map { if case .failure(let error) = $0 { error.code } else { nil } }
    }

    /// It was made, and nobody heard of it.
    @Test func aDirectoryIsMadeOnceThoughTheReplyGotLost() throws {
        let plan = FaultPlan([Fault(.loseReply(.unreachable), at: .createDirectory, nth: 2)])
        #expect(codes(try calls(plan).createDirectories(orders)) == [nil, nil, nil])
        #expect(plan.count(of: .createDirectory) == 4)
    }

    @Test func lookingWhetherItIsThereMayFailToo() throws {
        let plan = FaultPlan([
            Fault(.loseReply(.unreachable), at: .createDirectory, nth: 2), Fault(.fail(.timedOut), at: .look, nth: 1),
        ])
        #expect(codes(try calls(plan).createDirectories(orders)) == [nil, nil, nil])
    }

    @Test func whatIsInTheWayStaysAnError() throws {
        try memory.createDirectory(at: path("b"), metadata: Metadata())
        let plan = FaultPlan([Fault(.fail(.unreachable), at: .createDirectory, nth: 3)])
        #expect(codes(try calls(plan).createDirectories(orders)) == [nil, .alreadyExists, nil])
    }

    @Test func aDirectoryIsRemovedThoughTheReplyGotLost() throws {
        for name in names { try memory.createDirectory(at: name, metadata: Metadata()) }
        let plan = FaultPlan([Fault(.loseReply(.unreachable), at: .remove, nth: 1)])
        #expect(codes(try calls(plan).removeDirectories(names + [path("nothing")])) == [nil, nil, nil, .notFound])
    }

    /// The others have what was asked for.
    @Test func oneFailsForGood() throws {
        for name in names { try memory.createDirectory(at: name, metadata: Metadata()) }
        let plan = FaultPlan([Fault(.fail(.unreachable), at: .apply, of: path("b"), times: 100)])
        let changes = names.map {
            MetadataChange(path: $0, kind: .directory, metadata: Metadata(permissions: 0o711))
        }
        #expect(codes(try calls(plan).apply(changes)) == [nil, .unreachable, nil])
        #expect(plan.count(of: .apply) == 5)
        #expect(try names.map { try memory.entry(at: $0)?.permissions == 0o711 } == [true, false, true])
    }
}
