import Glibc

/// A generator whose run can be repeated: its seed is `FERRY_TEST_SEED` or fresh, and is part of every failure.
struct SeededRandom: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// The seed of this run.
    static let runSeed: UInt64 =
        getenv("FERRY_TEST_SEED").flatMap { UInt64(String(cString: $0)) } ?? UInt64.random(in: 0...999_999)

    /// How often a property is tried, unless `FERRY_TEST_ROUNDS` says otherwise.
    static func rounds(_ usual: Int) -> Int {
        getenv("FERRY_TEST_ROUNDS").flatMap { Int(String(cString: $0)) } ?? usual
    }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }

    /// True once in `count` times on average.
    mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }
}
