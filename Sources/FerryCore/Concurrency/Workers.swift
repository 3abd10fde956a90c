internal import Synchronization

/// Divides work among threads, the calling one included.
package enum Workers {
    /// Calls `body` on `threads` threads and waits for all of them.
    package static func run(threads: Int, stackSize: Int = 256 * 1024, _ body: @escaping @Sendable () -> Void) {
        let others = (1..<max(threads, 1)).map { _ in WorkerThread(stackSize: stackSize, body) }
        body()
        for thread in others { thread.join() }
    }

    /// What `body` returns for each item, in their order.
    package static func forEach<Item: Sendable, Result: Sendable>(
        _ items: [Item], threads: Int, stackSize: Int = 512 * 1024, _ body: @escaping @Sendable (Item) -> Result
    ) -> [Result] {
        let work = Mutex((next: 0, results: [Result?](repeating: nil, count: items.count)))
        run(threads: min(threads, items.count), stackSize: stackSize) {
            func claim() -> Int? {
                work.withLock { work in
                    defer { work.next += 1 }
                    return work.next < items.count ? work.next : nil
                }
            }
            while let index = claim() {
                let result = body(items[index])
                work.withLock { $0.results[index] = result }
            }
        }
        return work.withLock { $0.results.map { $0! } }
    }
}
