internal import Synchronization

/// Passes numbered elements, which threads finish in any order, to one consumer in the order of their numbers. Whoever
/// brings the element whose turn it is consumes it, and all that follow and are there.
final class InOrder<Element: Sendable>: @unchecked Sendable {
    private struct State {
        var turn = 0
        var isConsuming = false
        var waiting: [Int: Element] = [:]
    }

    private let state = Mutex(State())
    // Called by one thread at a time: the one that set `isConsuming`.
    private let consume: (Element) throws(DeltaError) -> Void

    init(_ consume: @escaping (Element) throws(DeltaError) -> Void) {
        self.consume = consume
    }

    func submit(_ element: Element, number: Int) throws(DeltaError) {
        state.withLock { $0.waiting[number] = element }
        while let next = takeTurn() {
            try consume(next)
            state.withLock { state in
                state.turn += 1
                state.isConsuming = false
            }
        }
    }

    private func takeTurn() -> Element? {
        state.withLock { state in
            if state.isConsuming { return nil }
            guard let element = state.waiting.removeValue(forKey: state.turn) else { return nil }
            state.isConsuming = true
            return element
        }
    }
}
