import FerryCore
import Synchronization

/// Runs `body` on several threads at once and returns what went wrong on any of them.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) -> [String] {
    let failures = Failures()
    let threads = (0..<count).map { index in
        WorkerThread {
            do { try body(index) } catch { failures.add("thread \(index): \(error)") }
        }
    }
    for thread in threads { thread.join() }
    return failures.all
}

private final class Failures: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }

    func add(_ text: String) {
        texts.withLock { $0.append(text) }
    }
}
