import FerryCore
import FerryEndpoints
import Synchronization
import Testing

@Suite struct RetryingListingTests {
    private let memory = MemoryEndpoint(MemoryOptions(pageSize: 3))
    private let expected: [String]

    init() throws {
        var names: [String] = []
        for directory in ["a", "a/b", "a/b/c", "d"] {
            try memory.createDirectory(at: path(directory), metadata: Metadata())
            for index in 0..<4 { names.append("\(directory)/f\(index)") }
        }
        names.append("a-x")
        for name in names {
            _ = try memory.stage(StageRequest(path: path(name))).commit(metadata: Metadata(), length: 0)
        }
        expected = try Self.names(memory.list(ListingRequest()))
    }

    private static func names(_ listing: any Listing) throws -> [String] {
        var names: [String] = []
        while let page = try listing.next() {
            for item in page {
                switch item {
                case .entry(let entry): names.append("\(entry.path)\(entry.isDirectory ? "/" : "")")
                case .failure(_, let path, _): names.append("\(path)!")
                }
            }
        }
        return names
    }

    @Test(arguments: 1...10, [true, false]) func aListingGoesOnWhereItBroke(_ page: Int, _ continues: Bool) throws {
        for effect in [Fault.Effect.fail(.unreachable), .loseReply(.timedOut)] {
            let plan = FaultPlan([Fault(effect, at: .nextEntries, nth: page)], listingsContinue: continues)
            let endpoint = decorated(memory, with: DecoratorOptions(faults: plan, retry: .immediate()))
            #expect(try Self.names(endpoint.list(ListingRequest())) == expected)
        }
    }

    @Test func whatWasPassedIsNotEnteredAgain() throws {
        let plan = FaultPlan([Fault(.loseReply(.timedOut), at: .nextEntries, nth: 8)])
        let endpoint = decorated(memory, with: DecoratorOptions(faults: plan, retry: .immediate()))
        let log = Entered()
        #expect(try Self.names(endpoint.list(ListingRequest(selection: log))) == expected)
        #expect(log.all == ["", "a", "a/b", "a/b/c", "d", "", "d"])
    }

    @Test func aListingThatBreaksAgainAndAgainEnds() throws {
        let plan = FaultPlan([Fault(.fail(.unreachable), at: .nextEntries, nth: 2, times: 1000)])
        let endpoint = decorated(memory, with: DecoratorOptions(faults: plan, retry: .immediate(attempts: 4)))
        let error = try #require(throws: EndpointError.self) {
            _ = try Self.names(endpoint.list(ListingRequest()))
        }
        #expect(error.code == .unreachable)
    }

    @Test func whatHadBeenListedMayBeGone() throws {
        let memory = memory
        let removal = Fault(.run { try? memory.remove(path("a/b/c/f0"), kind: .file) }, at: .nextEntries, nth: 3)
        let plan = FaultPlan([removal, Fault(.loseReply(.timedOut), at: .nextEntries, nth: 3)])
        let endpoint = decorated(memory, with: DecoratorOptions(faults: plan, retry: .immediate()))
        let names = try Self.names(endpoint.list(ListingRequest()))
        #expect(names == expected || names == expected.filter { $0 != "a/b/c/f0" })
    }

    @Test(arguments: ["a", "a/b", "a/b/c", "d"], [1, 2])
    func aDirectoryThatFailedInPassingIsListedAgain(_ directory: String, _ times: Int) throws {
        let request = ListingRequest(selection: Failing(path(directory), times: times))
        let endpoint = RetryingEndpoint(memory, .immediate())
        #expect(try Self.names(endpoint.list(request)) == expected)
    }

    @Test func aDirectoryThatKeepsFailingIsAFailureInItsPlace() throws {
        let request = ListingRequest(selection: Failing(path("a/b"), times: 1000))
        let endpoint = RetryingEndpoint(memory, .immediate(attempts: 3))
        let names = try Self.names(endpoint.list(request))
        #expect(names.filter { !$0.hasSuffix("!") } == expected.filter { !$0.hasPrefix("a/b/") || $0 == "a/b/" })
        #expect(names.firstIndex(of: "a/b!") == names.firstIndex(of: "a/b/")! + 1)
    }

    /// Both kinds of failure at once: a directory is listed again, and later the whole listing.
    @Test(arguments: 1...10) func nothingComesTwice(_ page: Int) throws {
        let plan = FaultPlan([Fault(.loseReply(.unreachable), at: .nextEntries, nth: page, times: 2)])
        let endpoint = decorated(memory, with: DecoratorOptions(faults: plan, retry: .immediate()))
        let request = ListingRequest(selection: Failing(path("a/b"), times: 1))
        #expect(try Self.names(endpoint.list(request)) == expected)
    }
}

/// Remembers what was entered.
private final class Entered: Selection {
    private let paths = Mutex<[String]>([])

    var all: [String] { paths.withLock { $0 } }

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool { true }

    func entering(_ directory: RelativePath) -> any Selection {
        paths.withLock { $0.append("\(directory)") }
        return self
    }
}

/// Fails to enter one directory so many times.
private final class Failing: Selection {
    private let directory: RelativePath
    private let left: Mutex<Int>

    init(_ directory: RelativePath, times: Int) {
        self.directory = directory
        left = Mutex(times)
    }

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool { true }

    func entering(_ directory: RelativePath) throws(EndpointError) -> any Selection {
        guard directory == self.directory else { return self }
        let fails = left.withLock { left in
            left -= 1
            return left >= 0
        }
        if fails { throw EndpointError(.timedOut, .list, path: directory, location: "test") }
        return self
    }
}
