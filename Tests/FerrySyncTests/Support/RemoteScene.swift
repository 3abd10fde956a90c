import FerryCore
import FerryDelta
import FerryEndpoints
import FerryState
import Harness
import Testing

@testable import FerrySync

/// A source whose files a run has already brought to a place far away.
struct RemoteScene {
    let source = MemoryEndpoint()
    let destination: MemoryEndpoint
    let names: [String]

    /// `memory` is what that run left behind, if it had any.
    init(_ old: [UInt8], in place: MemoryOptions, _ memory: RunMemory?, names: [String] = ["f"]) throws {
        destination = MemoryEndpoint(place)
        self.names = names
        for name in names { try write(old, to: name, at: 1000) }
        sync(source, to: destination, memory: memory)
    }

    private func write(_ content: [UInt8], to name: String, at seconds: Int64) throws {
        try source.write(
            content, to: Self.path(name),
            metadata: Metadata(modified: Timestamp(seconds: seconds), permissions: 0o644))
    }

    /// Brings all files to a new version, and that to the destination.
    func update(
        to new: [UInt8], _ memory: RunMemory?, faults: FaultPlan = FaultPlan(),
        _ change: (inout SyncOptions) -> Void = { _ in }
    ) throws -> RunOutcome {
        let time = try #require(try source.entry(at: Self.path(names[0]))?.modified)
        for name in names { try write(new, to: name, at: time.seconds + 1000) }
        var options = SyncOptions()
        change(&options)
        return sync(source, to: FaultyEndpoint(destination, faults), options, memory: memory)
    }

    /// Puts the signature of some content beside the old file, as if it were that file's.
    func publish(_ content: [UInt8], _ damage: ([UInt8]) -> [UInt8] = { $0 }) throws {
        let entry = try #require(try destination.entry(at: "f"))
        let tag: String? = if case .tag(let tag)? = entry.version { tag } else { nil }
        var file = try PublishedSignature.file(
            blocksOf: content, size: entry.size, modified: entry.modified, tag: tag, digestOf: content)
        file.bytes = damage(file.bytes)
        try file.write(beside: "f", on: destination)
    }

    /// Makes the state believe that the old file has this content.
    func remember(_ content: [UInt8], _ memory: RunMemory) throws {
        let entry = try #require(try destination.entry(at: "f"))
        memory.remember(try SignatureBuilder(blockSize: 1024).signature(of: MemoryBytes(content)), of: entry)
    }

    var content: [UInt8]? { get throws { try content(of: "f") } }

    func content(of name: String) throws -> [UInt8]? {
        try destination.entry(at: Self.path(name)).map { try destination.content(of: $0) }
    }

    private static func path(_ name: String) -> RelativePath { RelativePath(unchecked: Array(name.utf8)) }
}

extension RunMemory {
    /// As another process finds it.
    static func fresh(in directory: borrowing TemporaryDirectory) -> RunMemory {
        let store = StateStore(path: directory.file("state.sqlite")) { Issue.record("\($0)") }
        return RunMemory(store: store, sources: [Array("source".utf8)], destination: Array("there".utf8))
    }
}

extension MemoryOptions {
    /// A server whose files can be copied from, but are too far away to be read.
    static var remote: MemoryOptions {
        var options = MemoryOptions()
        options.capabilities.timePrecision = .second
        options.capabilities.cheapReads = false
        options.capabilities.cheapLookups = false
        options.capabilities.digestsStaged = true
        return options
    }

    /// An object store with parts that fit tests.
    static var remoteParts: MemoryOptions {
        var options = MemoryOptions.objectStore
        options.capabilities.composition = .parts(minimum: 5000, maximum: 40_000, count: 500)
        return options
    }

    static var remotePlaces: [MemoryOptions] { [remote, remoteParts] }
}

extension SeededGenerator {
    /// Large enough for a delta to be worth the trouble, of a kind that signatures treat in a way of its own.
    mutating func largeContent() -> [UInt8] {
        let size = 70_000 + below(150_000)
        return switch below(4) {
        case 0: sparse(size, flags: 3)
        case 1: periodic(pick([1, 3, 100, 4096]), size)
        case 2: text(size)
        default: bytes(size)
        }
    }
}
