public import FerryCore
internal import Synchronization

/// What goes wrong at the endpoints that share this plan: as scripted, at random, and for want of space.
public final class FaultPlan: Sendable {
    /// Whether a listing that failed goes on, see `Listing.continues`.
    let listingsContinue: Bool
    private let script: [Fault]
    private let random: RandomFaults?
    private let clock: any WaitingClock
    private let observer: (@Sendable (EndpointCall, RelativePath?) -> Void)?
    private let state: Mutex<State>

    private struct State {
        /// How many calls matched each fault of the script.
        var matches: [Int]
        var generator: SeededGenerator
        /// Bytes that may still be written.
        var space: Int64?
        var calls: [EndpointCall: Int] = [:]
    }

    /// `space` is how many bytes may be written before there is no more. The observer is told of every call before it is
    /// made.
    public init(
        _ script: [Fault] = [], random: RandomFaults? = nil, space: Int64? = nil, listingsContinue: Bool = false,
        clock: any WaitingClock = SystemClock(),
        observer: (@Sendable (EndpointCall, RelativePath?) -> Void)? = nil
    ) {
        self.script = script
        self.listingsContinue = listingsContinue
        self.random = random
        self.clock = clock
        self.observer = observer
        let matches = Array(repeating: 0, count: script.count)
        state = Mutex(State(matches: matches, generator: SeededGenerator(seed: random?.seed ?? 0), space: space))
    }

    /// How often a call was made.
    public func count(of call: EndpointCall) -> Int { state.withLock { $0.calls[call] ?? 0 } }

    /// The effects that strike this call.
    func effects(on call: EndpointCall, _ path: RelativePath?) -> [Fault.Effect] {
        observer?(call, path)
        return state.withLock { state in
            state.calls[call, default: 0] += 1
            var effects: [Fault.Effect] = []
            for (index, fault) in script.enumerated() where fault.matches(call, path) {
                state.matches[index] += 1
                if (fault.nth..<fault.nth + fault.times).contains(state.matches[index]) { effects.append(fault.effect) }
            }
            if effects.isEmpty, let effect = random?.effect(on: call, &state.generator) { effects.append(effect) }
            return effects
        }
    }

    /// Takes space for a write; returns how much of it there was.
    func takeSpace(_ count: Int) -> Int {
        state.withLock { state in
            guard let space = state.space else { return count }
            let granted = min(Int64(count), space)
            state.space = space - granted
            return Int(granted)
        }
    }

    func wait(_ seconds: Double) {
        _ = clock.wait(seconds, unless: Cancellation())
    }
}

extension Fault {
    func matches(_ call: EndpointCall, _ path: RelativePath?) -> Bool {
        self.call == call && (self.path == nil || self.path == path)
    }
}
