public import FerryCore
internal import Synchronization

/// What is known of local files that were read before, by device, inode, size, modification and change time. One fact;
/// used by all threads.
public final class HashCache: Sendable {
    fileprivate struct ChunkName: Hashable {
        let device: UInt64
        let group: UInt64

        init(_ file: HashedFile) {
            device = file.device
            group = file.group
        }
    }

    public let fact: ContentFact
    private let store: StateStore
    private let chunks = Mutex<[ChunkName: HashChunk]>([:])

    /// Up to 20 KiB each; then memory is handed back.
    private static let chunksInMemory = 128

    public init(_ store: StateStore, _ fact: ContentFact) {
        self.store = store
        self.fact = fact
    }

    fileprivate func chunk(_ name: ChunkName) -> HashChunk {
        chunks.withLock { chunks in
            if let chunk = chunks[name] { return chunk }
            makeRoom(in: &chunks)
            let chunk = load(name)
            chunks[name] = chunk
            return chunk
        }
    }

    /// Remembers the fact about a file that was read whole. Not where a change could have gone unseen: the file was changed within
    /// the clock's granularity of being read.
    ///
    /// - Parameters:
    ///   - entry: The file as it was before and after it was read.
    ///   - moment: When reading it began.
    public func remember(_ bytes: [UInt8], of entry: Entry, readAt moment: Timestamp) {
        precondition(bytes.count == fact.length)
        guard let file = HashedFile(entry), !ClockGranularity.couldHideChange(of: entry, after: moment) else { return }
        let name = ChunkName(file)
        chunks.withLock { chunks in
            makeRoom(in: &chunks)
            var chunk = chunks.removeValue(forKey: name) ?? load(name)
            chunk.insert(bytes, of: file)
            chunks[name] = chunk
        }
    }

    /// Writes what is new. To be called at the end; loss of what was not written costs time only.
    public func flush() {
        chunks.withLock { write(&$0) }
    }

    private func makeRoom(in chunks: inout [ChunkName: HashChunk]) {
        guard chunks.count >= Self.chunksInMemory else { return }
        write(&chunks)
        chunks.removeAll(keepingCapacity: true)
    }

    private func load(_ name: ChunkName) -> HashChunk {
        let row: (HashChunk, Int64)? = store.read { (database) throws(SQLiteError) in
            var row: (HashChunk, Int64)?
            try database.run("SELECT records, seen FROM hash WHERE key = ?", [key(of: name)]) {
                row = (HashChunk(sealed: $0.blob(0), factLength: fact.length), $0.integer(1))
            }
            return row
        }
        guard let row else { return HashChunk(factLength: fact.length) }
        var chunk = row.0
        // Of use again: to be written anew once in a while.
        chunk.isChanged = StateClock.isOutdated(row.1)
        return chunk
    }

    /// What other processes have stored meanwhile stays.
    private func write(_ chunks: inout [ChunkName: HashChunk]) {
        let changed = chunks.filter { $0.value.isChanged }
        guard !changed.isEmpty else { return }
        let now = StateClock.now
        store.write { (database) throws(SQLiteError) in
            for (name, chunk) in changed {
                var merged = chunk
                try database.run("SELECT records FROM hash WHERE key = ?", [key(of: name)]) {
                    merged.merge(HashChunk(sealed: $0.blob(0), factLength: fact.length))
                }
                try database.run(
                    "INSERT OR REPLACE INTO hash (key, digest, records, seen) VALUES (?, ?, ?, ?)",
                    [key(of: name), .integer(Int64(fact.length)), .blob(merged.sealed), .integer(now)])
            }
        }
        for name in changed.keys { chunks[name]?.isChanged = false }
    }

    private func key(of name: ChunkName) -> SQLiteValue {
        StateKey.of(Array(fact.name.utf8), Array("\(name.device) \(name.group)".utf8))
    }
}

/// One thread's questions to a cache. Most files of a directory are in one chunk, which is kept at hand, so that threads seldom
/// meet; what is remembered meanwhile may not be seen.
public struct HashCacheReader {
    private let cache: HashCache
    private var last: (name: HashCache.ChunkName, chunk: HashChunk)?

    public init(_ cache: HashCache) {
        self.cache = cache
    }

    /// The fact about the file, if it was read before and is unchanged since by all that the kernel tells.
    public mutating func bytes(of entry: Entry) -> [UInt8]? {
        guard let file = HashedFile(entry) else { return nil }
        let name = HashCache.ChunkName(file)
        if last?.name != name { last = (name, cache.chunk(name)) }
        return last?.chunk.fact(of: file).map { Array($0) }
    }
}
