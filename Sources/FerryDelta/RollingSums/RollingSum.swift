internal import CKernels

/// A rolling checksum of blocks of one size, in the bare form in which it is scanned for: the constants that librsync adds
/// depend on the length alone and are taken off when a file is read.
struct RollingSum: Hashable, Sendable {
    enum Kind: Int32, Hashable, Sendable {
        /// The sum of byte[i] * M^(B-1-i) mod 2^32, M = 0x08104225.
        case rabinKarp = 0
        /// a = sum of byte[i], b = sum of byte[i] * (B-i), 16 bits each, b above a.
        case twoSums = 1
    }

    let kind: Kind
    let blockSize: Int
    let kernel: Kernel
    /// M^B.
    private let leavingPower: UInt32

    init(_ kind: Kind, blockSize: Int, kernel: Kernel = .best) {
        self.kind = kind
        self.blockSize = blockSize
        self.kernel = kernel
        leavingPower = Self.power(blockSize)
    }

    /// M^exponent, by squaring.
    static func power(_ exponent: Int) -> UInt32 {
        var result: UInt32 = 1
        var square = UInt32(FERRY_RABIN_KARP_M)
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = result &* square }
            square = square &* square
            rest >>= 1
        }
        return result
    }

    /// A sum that can be moved on.
    typealias State = ferry_rolling_state

    @inline(__always)
    func state(of block: UnsafeRawPointer) -> State { state(of: block, count: blockSize) }

    /// Of fewer bytes than a block.
    @inline(__always)
    func state(of bytes: UnsafeRawPointer, count: Int) -> State {
        ferry_rolling_sum(kernel.rawValue, kind.rawValue, bytes.assumingMemoryBound(to: UInt8.self), count)
    }

    @inline(__always)
    func value(_ state: State) -> UInt32 { ferry_rolling_value(kind.rawValue, state) }

    /// A start whose sum may be one that is looked for.
    typealias Candidate = ferry_candidate

    /// Moves on by `starts` starts from the block at `bytes`; returns how many of them pass the filter. They are in
    /// `candidates`, which must have room for all.
    @inline(__always)
    func roll(
        _ state: inout State, over starts: Int, _ bytes: UnsafeRawPointer, _ filter: borrowing SumFilter,
        _ candidates: UnsafeMutablePointer<Candidate>
    ) -> Int {
        var raw = filter.raw
        return ferry_roll_over(
            kernel.rawValue, kind.rawValue, bytes.assumingMemoryBound(to: UInt8.self), starts, UInt32(blockSize),
            leavingPower, &raw, &state, candidates)
    }

    /// As `roll`, with the sums of two neighbouring blocks: passing are starts whose two sums may be neighbours, and the value
    /// of a candidate is their key. `bytes` must have a whole third block. Only for two sums.
    @inline(__always)
    func roll(
        _ first: inout State, _ second: inout State, over starts: Int, _ bytes: UnsafeRawPointer,
        _ pairs: borrowing SumPairs, _ candidates: UnsafeMutablePointer<Candidate>
    ) -> Int {
        var raw = pairs.filter.raw
        return ferry_roll_pairs_over(
            kernel.rawValue, bytes.assumingMemoryBound(to: UInt8.self), starts, UInt32(blockSize), &raw,
            pairs.significant, &first, &second, candidates)
    }
}

extension RollingSum {
    /// Shortens the summed bytes, `length` of them, by their first.
    func dropFirst(of state: inout State, _ byte: UInt8, length: Int) {
        switch kind {
        case .rabinKarp: state.a = state.a &- UInt32(byte) &* Self.power(length - 1)
        case .twoSums:
            state.a = state.a &- UInt32(byte)
            state.b = state.b &- UInt32(byte) &* UInt32(length)
        }
    }
}

extension RollingSum.Candidate {
    /// How far it is from where rolling began.
    @inline(__always)
    var offset: Int { Int(distance) }

    /// Its significant bits.
    @inline(__always)
    var value: UInt32 { sum }
}
