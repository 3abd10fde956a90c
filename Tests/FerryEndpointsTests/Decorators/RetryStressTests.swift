import FerryCore
import FerryEndpoints
import Harness
import Synchronization
import Testing

/// Threads that each work in a directory of their own, over connections that fail in passing all the time, end with
/// exactly what they did. Each thread's faults come from its own seed, so that a failure can be repeated.
@Suite struct RetryStressTests {
    @Test(arguments: [0.0, 0.1, 0.4]) func nothingIsLostOrDoneTwice(_ probability: Double) throws {
        print("FERRY_TEST_SEED=\(RandomTests.seed)")
        let memory = MemoryEndpoint(MemoryOptions(pageSize: 5))
        let connections = ConnectionLimit(4)
        let findings = Findings()
        let threads = (0..<6).map { thread in
            WorkerThread {
                let seed = RandomTests.seed &+ UInt64(thread)
                let faults = FaultPlan(
                    random: RandomFaults(seed: seed, probability: probability),
                    listingsContinue: thread.isMultiple(of: 2))
                let options = DecoratorOptions(
                    faults: faults, connections: connections, retry: .immediate(attempts: 100))
                let endpoint = decorated(memory, with: options)
                do {
                    var worker = try Worker(endpoint, directory: "thread\(thread)", seed: seed)
                    for _ in 0..<RandomTests.iterations(default: 80) { try worker.step() }
                    try worker.compare(with: memory)
                } catch {
                    findings.add("thread \(thread): \(error)")
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(findings.all.isEmpty)
        #expect(memory.store.stagedFiles == 0)
    }

    private final class Findings: Sendable {
        private let texts = Mutex<[String]>([])

        var all: [String] { texts.withLock { $0 } }

        func add(_ text: String) {
            texts.withLock { $0.append(text) }
        }
    }
}

/// Does random things in one directory and remembers what must be there.
private struct Worker {
    private let endpoint: any Endpoint
    private let directory: RelativePath
    private var random: Harness.SeededGenerator
    private var files: [RelativePath: [UInt8]] = [:]

    struct Difference: Error {
        let path: RelativePath
        let what: String
    }

    init(_ endpoint: any Endpoint, directory: String, seed: UInt64) throws {
        self.endpoint = endpoint
        self.directory = path(directory)
        random = Harness.SeededGenerator(seed: seed)
        try endpoint.createDirectory(at: self.directory, metadata: Metadata(permissions: 0o755))
    }

    mutating func step() throws {
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<4: try write()
        case 4: try compose()
        case 5: try remove()
        case 6: try rename()
        case 7: try link()
        case 8: try makeAndRemoveDirectory()
        case 9: try compareListing()
        default: try read()
        }
    }

    private mutating func name() -> RelativePath {
        directory.appending(name: Array("f\(Int.random(in: 0..<12, using: &random))".utf8))
    }

    private mutating func content() -> [UInt8] {
        let count = random.chance(20) ? 0 : Int.random(in: 1..<6000, using: &random)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private mutating func write() throws {
        let (name, content) = (name(), content())
        let file = try endpoint.stage(StageRequest(path: name, size: Int64(content.count)))
        var position = 0
        while position < content.count {
            let count = min(Int.random(in: 1...3000, using: &random), content.count - position)
            try content[position..<position + count].withUnsafeBytes { try file.write($0, at: Int64(position)) }
            position += count
        }
        if random.chance(10) { return file.discard() }
        _ = try file.commit(metadata: Metadata(modified: Timestamp(seconds: 5)), length: Int64(content.count))
        files[name] = content
    }

    private mutating func compose() throws {
        guard let (old, content) = files.randomElement(using: &random), !content.isEmpty else { return }
        let entry = try found(old)
        let new = name()
        let cut = Int64.random(in: 0..<Int64(content.count), using: &random)
        let file = try endpoint.stage(StageRequest(path: new))
        try file.copy(ByteRange(offset: cut, length: Int64(content.count) - cut), of: entry, at: 0)
        try file.hole(ByteRange(offset: Int64(content.count) - cut, length: 10))
        _ = try file.commit(metadata: Metadata(), length: Int64(content.count) - cut + 10)
        files[new] = content[Int(cut)...] + [UInt8](repeating: 0, count: 10)
    }

    private mutating func remove() throws {
        guard let (name, _) = files.randomElement(using: &random) else { return }
        try endpoint.remove(name, kind: .file)
        files[name] = nil
    }

    private mutating func rename() throws {
        guard let (old, content) = files.randomElement(using: &random) else { return }
        let new = name()
        try endpoint.renaming!.rename(old, to: new, on: nil)
        files[old] = nil
        files[new] = content
    }

    private mutating func link() throws {
        guard let (old, content) = files.randomElement(using: &random) else { return }
        let new = name()
        try endpoint.links!.createHardLink(at: new, to: old, on: nil)
        files[new] = content
    }

    private func makeAndRemoveDirectory() throws {
        let name = directory.appending(name: Array("directory".utf8))
        try endpoint.createDirectory(at: name, metadata: Metadata())
        try endpoint.remove(name, kind: .directory)
    }

    private mutating func read() throws {
        guard let (name, content) = files.randomElement(using: &random) else { return }
        let start = Int.random(in: 0...content.count, using: &random)
        let range = ByteRange(offset: Int64(start), length: Int64.random(in: 0...7000, using: &random))
        let reader = try endpoint.read(try found(name), range: range)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: Int.random(in: 1...2000, using: &random))
        while true {
            let count = try buffer.withUnsafeMutableBytes { try reader.read(into: $0) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        try reader.verifyUnchanged()
        let expected = content[start..<min(content.count, start + Int(range.length))]
        if bytes != Array(expected) { throw Difference(path: name, what: "content of \(range)") }
    }

    private func found(_ name: RelativePath) throws -> Entry {
        guard let entry = try endpoint.entry(at: name) else { throw Difference(path: name, what: "is absent") }
        return entry
    }

    private func compareListing() throws {
        let listing = try endpoint.list(ListingRequest(directory: directory))
        var names: [RelativePath] = []
        while let page = try listing.next() {
            for case .entry(let entry) in page { names.append(entry.path) }
        }
        let expected = files.keys.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        if names != expected { throw Difference(path: directory, what: "lists \(names), not \(expected)") }
    }

    /// Compares everything, over a connection that does not fail.
    func compare(with memory: MemoryEndpoint) throws {
        for (name, content) in files {
            guard let entry = try memory.entry(at: name), entry.size == content.count else {
                throw Difference(path: name, what: "has another size")
            }
            let reader = try memory.read(entry, range: nil)
            var bytes = [UInt8](repeating: 0, count: content.count + 1)
            let count = try bytes.withUnsafeMutableBytes { try reader.read(into: $0) }
            if Array(bytes[..<count]) != content { throw Difference(path: name, what: "has another content") }
        }
        try compareListing()
    }
}
