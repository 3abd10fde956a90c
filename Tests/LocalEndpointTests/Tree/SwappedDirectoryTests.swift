import FerryCore
import FerryEndpoints
import Glibc
import Synchronization
import Testing

@testable import LocalEndpoint

/// A racing process swaps a directory for a symlink that leads outside, all the time. Whatever the endpoint does
/// meanwhile may fail, but never touches what lies outside.
@Suite struct SwappedDirectoryTests {
    @Test(arguments: [LocalOptions.Resolution.automatic, .componentwise])
    func nothingOutsideIsTouched(_ resolution: LocalOptions.Resolution) throws {
        var options = LocalOptions()
        options.resolution = resolution
        let scratch = Scratch(options: options)
        let outside = scratch.outside("outside")
        mkdir(outside, 0o755)
        try put("secret", at: outside + "/file")
        mkdir(outside + "/subdirectory", 0o755)
        mkdir(scratch.root + "/d", 0o755)
        let before = try snapshot(outside)

        let racer = Racer(root: scratch.root, outside: outside)
        var read = Set<String>()
        for _ in 0..<400 { attempt(scratch.root, options, &read) }
        let swaps = racer.stop()

        #expect(swaps > 50)
        #expect(!read.contains("secret"))
        #expect(try snapshot(outside) == before)
    }

    /// Everything that changes or reads something, below the directory that is swapped, with nothing cached.
    private func attempt(_ root: String, _ options: LocalOptions, _ read: inout Set<String>) {
        let endpoint = LocalEndpoint(root: root, options: options)
        let file = relative("d/file")
        if let staged = try? endpoint.stage(StageRequest(path: file)) {
            try? staged.write("inside")
            _ = try? staged.commit(metadata: Metadata(permissions: 0o600), length: 6)
        }
        if let entry = try? endpoint.entry(at: file), let reader = try? endpoint.read(entry, range: nil),
            let bytes = try? reader.readAll()
        {
            read.insert(String(decoding: bytes, as: UTF8.self))
        }
        _ = try? endpoint.apply(Metadata(modified: Timestamp(seconds: 1), permissions: 0), to: file, kind: .file)
        _ = try? endpoint.createSymlink(at: relative("d/link"), target: [1], metadata: Metadata())
        _ = try? endpoint.createSpecialFile(at: relative("d/fifo"), kind: .fifo, device: nil, metadata: Metadata())
        try? endpoint.createHardLink(at: relative("d/hard"), to: file, on: nil)
        try? endpoint.createDirectory(at: relative("d/subdirectory/new"), metadata: Metadata())
        try? endpoint.rename(file, to: relative("d/renamed"), on: nil)
        for name in ["file", "link", "fifo", "hard", "renamed"] {
            try? endpoint.remove(relative("d/" + name), kind: .file)
        }
        try? endpoint.remove(relative("d/subdirectory"), kind: .directory)
        listEverything(endpoint)
    }

    private func listEverything(_ endpoint: LocalEndpoint) {
        guard let listing = try? endpoint.list(ListingRequest()) else { return }
        while let items = try? listing.next() {
            for case .entry(let entry) in items { #expect(entry.linkTarget != nil || entry.size != 6 + 100) }
        }
    }

    /// Names, modes, sizes and times of what lies outside.
    private func snapshot(_ directory: String) throws -> [Entry] {
        let listing = try LocalEndpoint(root: directory).list(ListingRequest())
        var entries = [Entry]()
        while let items = try listing.next() {
            for case .entry(let entry) in items {
                entries.append(
                    Entry(
                        path: entry.path, kind: entry.kind, size: entry.size, modified: entry.modified,
                        permissions: entry.permissions))
            }
        }
        return entries
    }

    private func put(_ text: String, at path: String) throws {
        let parts = path.split(separator: "/")
        let endpoint = LocalEndpoint(root: "/" + parts.dropLast().joined(separator: "/"))
        let staged = try endpoint.stage(StageRequest(path: relative(String(parts.last!))))
        try staged.write(text)
        _ = try staged.commit(metadata: Metadata(), length: Int64(text.utf8.count))
    }
}

/// Swaps `root/d` for a symlink and back until it is stopped.
private final class Racer: Sendable {
    private let isOver = Atomic<Bool>(false)
    private let swaps = Atomic<Int>(0)
    private let thread: Mutex<WorkerThread?>

    init(root: String, outside: String) {
        thread = Mutex(nil)
        let racer = self
        thread.withLock {
            $0 = WorkerThread {
                while !racer.isOver.load(ordering: .relaxed) {
                    rename(root + "/d", root + "/away")
                    symlink(outside, root + "/d")
                    racer.swaps.wrappingAdd(1, ordering: .relaxed)
                    unlink(root + "/d")
                    rename(root + "/away", root + "/d")
                }
            }
        }
    }

    /// Returns how many times it swapped.
    func stop() -> Int {
        isOver.store(true, ordering: .relaxed)
        thread.withLock { $0?.join() }
        return swaps.load(ordering: .relaxed)
    }
}
