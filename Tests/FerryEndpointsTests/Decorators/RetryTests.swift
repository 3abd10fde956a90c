import FerryCore
import FerryEndpoints
import Testing

/// What repeated calls find when the first one took effect, or when it broke in the middle.
@Suite struct RetryTests {
    private let memory = MemoryEndpoint()

    private func endpoint(_ plan: FaultPlan) -> any Endpoint {
        decorated(memory, with: DecoratorOptions(faults: plan, retry: .immediate(attempts: 5)))
    }

    private func put(_ name: String, _ content: [UInt8], on endpoint: (any Endpoint)? = nil) throws -> Committed {
        let file = try (endpoint ?? memory).stage(StageRequest(path: path(name)))
        try content.withUnsafeBytes { try file.write($0, at: 0) }
        return try file.commit(metadata: Metadata(modified: Timestamp(seconds: 9)), length: Int64(content.count))
    }

    private func read(_ reader: any ByteReader, step: Int = 100) throws -> [UInt8] {
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

    private let content = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 >> 8) }

    @Test func aBrokenReaderGoesOnWhereItWas() throws {
        let entry = try put("file", content).entry
        let plan = FaultPlan([Fault(.loseReply(.unreachable), at: .read, nth: 4, times: 2)])
        #expect(try read(endpoint(plan).read(entry, range: nil)) == content)
        #expect(plan.count(of: .openReader) == 3)
    }

    @Test func aBodyThatEndsEarlyIsReadOn() throws {
        let entry = try put("file", content).entry
        let plan = FaultPlan([Fault(.truncate, at: .read, nth: 3)])
        let range = ByteRange(offset: 50, length: 800)
        #expect(try read(endpoint(plan).read(entry, range: range)) == Array(content[50..<850]))
        #expect(plan.count(of: .openReader) == 2)
    }

    @Test func aBodyThatAlwaysEndsEarlyIsAnError() throws {
        let entry = try put("file", content).entry
        let plan = FaultPlan([Fault(.truncate, at: .read, nth: 3, times: 100)])
        let reader = try endpoint(plan).read(entry, range: nil)
        let error = try #require(throws: EndpointError.self) { _ = try read(reader) }
        #expect(error.code == .serverFailure)
    }

    @Test func aFileThatShrankIsNoBrokenConnection() throws {
        let entry = try put("file", content).entry
        let plan = FaultPlan([Fault(.change(.shrink), at: .read, nth: 2)])
        let reader = try endpoint(plan).read(entry, range: nil)
        let error = try #require(throws: EndpointError.self) { _ = try read(reader) }
        #expect(error.code == .changedDuringTransfer)
    }

    @Test func aReaderReopensTheSameVersionOnly() throws {
        let entry = try put("file", content).entry
        let memory = memory
        let replace = Fault(.change(.grow), at: .read, nth: 2)
        let plan = FaultPlan([replace, Fault(.loseReply(.timedOut), at: .read, nth: 2)])
        let reader = try endpoint(plan).read(entry, range: nil)
        let error = try #require(throws: EndpointError.self) { _ = try read(reader) }
        #expect(error.code == .changedDuringTransfer)
        #expect(try memory.entry(at: path("file"))?.size == 1001)
    }

    @Test func withoutRangesAReaderSkipsWhatItHad() throws {
        let memory = MemoryEndpoint(MemoryOptions(capabilities: Capabilities(rangedReads: false)))
        let plan = FaultPlan([Fault(.fail(.unreachable), at: .read, nth: 4)])
        let endpoint = decorated(memory, with: DecoratorOptions(faults: plan, retry: .immediate()))
        let entry = try put("file", content, on: memory).entry
        #expect(try read(endpoint.read(entry, range: nil)) == content)
    }

    @Test func aCommitWhoseReplyGotLostIsFound() throws {
        let plan = FaultPlan([Fault(.loseReply(.unreachable), at: .commit)])
        let committed = try put("file", content, on: endpoint(plan))
        #expect(try committed.entry == memory.entry(at: path("file")))
        #expect(plan.count(of: .commit) == 2 && plan.count(of: .look) == 1)
    }

    @Test func aCommitThatHadNoEffectIsRepeated() throws {
        _ = try put("file", Array(content.reversed()))
        let plan = FaultPlan([Fault(.fail(.timedOut), at: .commit, times: 3)])
        let entry = try put("file", content, on: endpoint(plan)).entry
        #expect(try read(memory.read(entry, range: nil)) == content)
        #expect(plan.count(of: .commit) == 4 && plan.count(of: .look) == 0)
    }

    @Test func anotherFileIsNotTakenForTheCommittedOne() throws {
        let memory = memory
        let sabotage = Fault(.change(.grow), at: .commit, nth: 2)
        let plan = FaultPlan([Fault(.loseReply(.unreachable), at: .commit), sabotage])
        let error = try #require(throws: EndpointError.self) { _ = try put("file", content, on: endpoint(plan)) }
        #expect(error.code == .notFound)
        #expect(try memory.entry(at: path("file"))?.size == 1001)
    }

    @Test func aDirectoryWhoseReplyGotLostIsMade() throws {
        let plan = FaultPlan([Fault(.loseReply(.serverFailure), at: .createDirectory)])
        try endpoint(plan).createDirectory(at: path("new"), metadata: Metadata())
        #expect(plan.count(of: .createDirectory) == 2)
    }

    @Test func aFileInTheWayOfADirectoryStaysAnError() throws {
        _ = try put("new", [])
        let plan = FaultPlan([Fault(.fail(.serverFailure), at: .createDirectory)])
        let error = try #require(throws: EndpointError.self) {
            try endpoint(plan).createDirectory(at: path("new"), metadata: Metadata())
        }
        #expect(error.code == .alreadyExists)
    }

    @Test func aRemovalWhoseReplyGotLostIsDone() throws {
        _ = try put("file", content)
        let plan = FaultPlan([Fault(.loseReply(.serverFailure), at: .remove)])
        try endpoint(plan).remove(path("file"), kind: .file)
        #expect(try memory.entry(at: path("file")) == nil)
    }

    @Test func aRenamingWhoseReplyGotLostIsDone() throws {
        _ = try put("old", content)
        let plan = FaultPlan([Fault(.loseReply(.serverFailure), at: .rename)])
        try endpoint(plan).renaming!.rename(path("old"), to: path("new"), on: nil)
        #expect(try memory.entry(at: path("new"))?.size == 1000)
    }

    @Test func aWriteThatWasCutIsRepeated() throws {
        let plan = FaultPlan([Fault(.cutWrite(300), at: .write, times: 2)])
        let entry = try put("file", content, on: endpoint(plan)).entry
        #expect(try read(memory.read(entry, range: nil)) == content)
    }

    /// A disk that lost bytes tells so once.
    @Test func whatADiskRefusesIsNotAskedForAgain() throws {
        let plan = FaultPlan([Fault(.fail(.serverFailure), at: .synchronize)])
        let file = try endpoint(plan).stage(StageRequest(path: path("file")))
        #expect(throws: EndpointError.self) { try file.synchronize() }
        file.discard()
        let group = FaultPlan([Fault(.fail(.serverFailure), at: .synchronizeFiles)])
        let place = endpoint(group)
        let other = try place.stage(StageRequest(path: path("other")))
        #expect(throws: EndpointError.self) { try place.durability!.synchronize([other]) }
        other.discard()
        #expect(plan.count(of: .synchronize) == 1 && group.count(of: .synchronizeFiles) == 1)
    }

    @Test func aConnectionThatBreaksBeforeContentIsDurableIsUsedAgain() throws {
        let plan = FaultPlan([Fault(.fail(.unreachable), at: .synchronize, times: 2)])
        let file = try endpoint(plan).stage(StageRequest(path: path("file")))
        try file.synchronize()
        file.discard()
        #expect(plan.count(of: .synchronize) == 3)
    }
}
