/// Divides work among threads, the calling one included.
public enum Workers {
    /// Calls `body` on `threads` threads and waits for all of them.
    public static func run(threads: Int, stackSize: Int = 256 * 1024, _ body: @escaping @Sendable () -> Void) {
        let others = (1..<max(threads, 1)).map { _ in WorkerThread(stackSize: stackSize, body) }
        body()
        for thread in others { thread.join() }
    }
}
