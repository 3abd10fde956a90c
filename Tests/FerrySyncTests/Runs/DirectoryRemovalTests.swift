import FerryCore
import FerryEndpoints
import FerrySync
import Synchronization
import Testing

/// Directories of places where each call takes long are removed side by side, and each after what is in it.
@Suite struct DirectoryRemovalTests {
    /// Counts the removals at a time, and lets one of them fail.
    private struct Watched: EndpointDecorator {
        let base: any Endpoint
        let watch: Watch

        func around<Result>(
            _ call: EndpointCall, _ path: RelativePath?, _ body: () throws(EndpointError) -> Result
        ) throws(EndpointError) -> Result {
            if call != .remove { return try body() }
            if let path, path == watch.stubborn {
                throw EndpointError(.permissionDenied, .remove, path: path, location: location)
            }
            watch.change(1)
            defer { watch.change(-1) }
            return try body()
        }

        func decorating(_ sibling: any Endpoint) -> any Endpoint { Watched(base: sibling, watch: watch) }
    }

    private final class Watch: Sendable {
        let stubborn: RelativePath?
        private let values = Mutex((now: 0, most: 0))

        init(_ stubborn: RelativePath? = nil) { self.stubborn = stubborn }

        var most: Int { values.withLock { $0.most } }

        func change(_ by: Int) {
            values.withLock { values in
                values.now += by
                values.most = max(values.most, values.now)
            }
        }
    }

    private final class Log: RemovalObserver {
        private let lines = Mutex<[String]>([])

        var failures: [String] { lines.withLock { $0 } }

        func removed(_ entry: Entry) {}
        func removedLeftovers(_ count: Int, in directory: RelativePath) {}
        func failed(_ error: EndpointError) { lines.withLock { $0.append("\(error.path?.description ?? "")") } }
    }

    private func tree() throws -> MemoryEndpoint {
        let place = MemoryEndpoint(MemoryOptions(latency: 0.002))
        for outer in 0..<6 {
            try place.createDirectory(at: RelativePath(validating: "\(outer)"), metadata: Metadata())
            for inner in 0..<4 {
                try place.createDirectory(at: RelativePath(validating: "\(outer)/\(inner)"), metadata: Metadata())
            }
        }
        return place
    }

    private func names(_ place: MemoryEndpoint) throws -> [String] {
        try place.model().paths.map(\.description)
    }

    @Test func aTreeGoesSideBySide() throws {
        let place = try tree()
        let watch = Watch()
        let removal = Removal(
            endpoint: Watched(base: place, watch: watch), isDryRun: false, cancellation: Cancellation(), observer: Log()
        )
        for outer in 0..<6 {
            let entry = try #require(try place.entry(at: RelativePath(validating: "\(outer)")))
            #expect(removal.removeTree(entry))
        }
        #expect(watch.most > 1)
        #expect(try place.list(ListingRequest()).next() == nil)
    }

    @Test func whatHoldsSomethingStubbornStays() throws {
        let place = try tree()
        let log = Log()
        let stubborn = try RelativePath(validating: "3/2")
        let removal = Removal(
            endpoint: Watched(base: place, watch: Watch(stubborn)), isDryRun: false, cancellation: Cancellation(),
            observer: log)
        let entry = try #require(try place.entry(at: RelativePath(validating: "3")))
        #expect(!removal.removeTree(entry))
        #expect(log.failures == ["3/2"])
        #expect(try names(place).filter { $0.hasPrefix("3") } == ["3", "3/2"])
    }

    @Test func aRunDeletesSideBySide() throws {
        let place = try tree()
        let source = MemoryEndpoint()
        try source.write(["kept": .file("kept")])
        let watch = Watch()
        var options = SyncOptions()
        options.deletion.timing = .after
        let outcome = sync(source, to: Watched(base: place, watch: watch), options)
        #expect(outcome.result.status == .success, "\(outcome)")
        #expect(watch.most > 1)
        #expect(try names(place) == ["kept"])
    }
}
