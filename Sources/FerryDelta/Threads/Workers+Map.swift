internal import FerryCore
internal import Synchronization

extension Workers {
    /// The results of `body` for 0 ..< `count`, in order. Each thread makes one `state` and passes it to every call. The
    /// first error ends the work.
    static func map<State: ~Copyable, Result: Sendable>(
        _ count: Int, threads: Int, state: @escaping @Sendable () -> State,
        body: @escaping @Sendable (inout State, Int) throws(DeltaError) -> Result
    ) throws(DeltaError) -> [Result] {
        let shared = OrderedResults<Result>(count: count)
        run(threads: min(threads, count)) {
            var state = state()
            while let number = shared.nextNumber() {
                do throws(DeltaError) {
                    shared.set(try body(&state, number), at: number)
                } catch {
                    shared.fail(error)
                }
            }
        }
        return try shared.take()
    }
}

/// Numbered pieces of work that several threads take in turn, and their results in order.
private final class OrderedResults<Result: Sendable>: Sendable {
    private struct Contents {
        var next = 0
        var results: [Result?]
        var failure: DeltaError?
    }

    private let contents: Mutex<Contents>

    init(count: Int) {
        contents = Mutex(Contents(results: Array(repeating: nil, count: count)))
    }

    func nextNumber() -> Int? {
        contents.withLock { contents in
            if contents.failure != nil || contents.next == contents.results.count { return nil }
            defer { contents.next += 1 }
            return contents.next
        }
    }

    func set(_ result: Result, at number: Int) {
        contents.withLock { $0.results[number] = result }
    }

    func fail(_ error: DeltaError) {
        contents.withLock { $0.failure = $0.failure ?? error }
    }

    func take() throws(DeltaError) -> [Result] {
        try contents.withLock { contents throws(DeltaError) in
            if let failure = contents.failure { throw failure }
            return contents.results.map { $0! }
        }
    }
}
