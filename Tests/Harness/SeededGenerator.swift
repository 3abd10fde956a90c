internal import Glibc

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): the same numbers for
/// the same seed on every machine.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// True in `percent` of a hundred cases.
    package mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }

    package mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }

    /// One of the elements, each as often as its weight says.
    package mutating func pick<Element>(weighted elements: [(weight: Int, Element)]) -> Element {
        var remaining = Int.random(in: 0..<elements.reduce(0) { $0 + $1.weight }, using: &self)
        for (weight, element) in elements {
            if remaining < weight { return element }
            remaining -= weight
        }
        preconditionFailure("weights are positive")
    }
}

/// What the environment asks of random tests.
package enum RandomTests {
    /// `FERRY_TEST_SEED`, else another seed in every run.
    package static let seed = givenSeed ?? UInt64.random(in: 0..<1 << 32)
    /// `FERRY_TEST_SEED`
    package static let givenSeed = variable("FERRY_TEST_SEED").flatMap { UInt64($0) }

    /// `FERRY_TEST_ITERATIONS`, else the number that a test runs by default.
    package static func iterations(default usual: Int) -> Int {
        variable("FERRY_TEST_ITERATIONS").flatMap { Int($0) } ?? usual
    }

    static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
