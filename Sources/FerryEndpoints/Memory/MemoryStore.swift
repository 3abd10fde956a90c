public import FerryCore
internal import Glibc
internal import Synchronization

/// What several in-memory endpoints share, as the locations of one machine share its disks. Safe from any thread: every
/// call is one step under one lock.
public final class MemoryStore: Sendable {
    public let options: MemoryOptions
    private let tree: Mutex<MemoryTree>
    private static let lastDevice = Atomic<UInt64>(0)

    public init(_ options: MemoryOptions = MemoryOptions()) {
        self.options = options
        tree = Mutex(MemoryTree(options: options, device: Self.lastDevice.add(1, ordering: .relaxed).newValue))
    }

    /// The endpoint of a directory of the store, which need not exist yet.
    public func endpoint(at directory: RelativePath = .root) -> MemoryEndpoint {
        MemoryEndpoint(store: self, base: directory)
    }

    /// How many bytes are stored, staged files included.
    public var used: Int64 { tree.withLock { $0.used } }

    /// How many staged files were neither ended nor dropped.
    public var stagedFiles: Int { tree.withLock { $0.staged.count } }

    func access<Result: Sendable>(
        _ body: (inout MemoryTree) throws(MemoryFailure) -> Result
    ) throws(MemoryFailure) -> Result {
        try tree.withLock { (tree) throws(MemoryFailure) in try body(&tree) }
    }

    /// What a call costs on its way.
    func wait() {
        guard options.latency > 0 else { return }
        var time = timespec()
        time.tv_sec = Int(options.latency)
        time.tv_nsec = Int((options.latency - options.latency.rounded(.down)) * 1e9)
        nanosleep(&time, nil)
    }
}
