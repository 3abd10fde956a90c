/// Failures that strike any call by chance, the same ones for the same seed and order of calls.
public struct RandomFaults: Sendable {
    public var seed: UInt64
    /// Of a call to fail, from 0 to 1.
    public var probability: Double
    public var codes: [EndpointError.Code]
    /// Whether calls may fail that had their effect.
    public var losesReplies: Bool
    /// Whether reads may be short, or end before the file does.
    public var breaksReads: Bool
    /// Whether a disk may refuse to make files durable, which is not asked for again.
    public var breaksDurability: Bool

    public init(
        seed: UInt64, probability: Double,
        codes: [EndpointError.Code] = [.unreachable, .timedOut, .serverFailure, .throttled(retryAfter: 0.1)],
        losesReplies: Bool = true, breaksReads: Bool = true, breaksDurability: Bool = true
    ) {
        self.seed = seed
        self.probability = probability
        self.codes = codes
        self.losesReplies = losesReplies
        self.breaksReads = breaksReads
        self.breaksDurability = breaksDurability
    }

    func effect(on call: EndpointCall, _ generator: inout SeededGenerator) -> Fault.Effect? {
        guard Double.random(in: 0..<1, using: &generator) < probability else { return nil }
        if breaksReads, call == .read, Bool.random(using: &generator) {
            return Bool.random(using: &generator) ? .truncate : .shortRead(Int.random(in: 1...100, using: &generator))
        }
        if call == .write, Bool.random(using: &generator) {
            return .cutWrite(Int.random(in: 0...2000, using: &generator))
        }
        let isRefusal = call == .synchronize || call == .synchronizeFiles
        let codes = isRefusal && !breaksDurability ? codes.filter { $0 != .serverFailure } : codes
        guard let code = codes.randomElement(using: &generator) else { return nil }
        return losesReplies && Bool.random(using: &generator) ? .loseReply(code) : .fail(code)
    }
}

/// SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014).
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
