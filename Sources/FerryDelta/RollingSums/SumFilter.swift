internal import CKernels

/// A bit map that says of nearly all sums that they are not in a set: two bits a sum, 24 bits of map for each, wrong in
/// 0.6 percent of its answers. One bit a sum in a map of the same size would be wrong in 3.
struct SumFilter: ~Copyable {
    let raw: ferry_sum_filter
    private let words: UnsafeMutablePointer<UInt32>

    /// `significant`: the bits of a sum that count; the others are zero in `sums`.
    init(_ sums: [UInt32], significant: UInt32) {
        var log2Words: UInt32 = 10
        while 1 << (log2Words + 5) < sums.count * 24 && log2Words < 22 { log2Words += 1 }
        words = .allocate(capacity: 1 << log2Words)
        words.initialize(repeating: 0, count: 1 << log2Words)
        var filter = ferry_sum_filter(words: UnsafePointer(words), shift: 32 - log2Words, significant: significant)
        for sum in sums { words[Int(ferry_filter_word(&filter, sum))] |= ferry_filter_bits(&filter, sum) }
        raw = filter
    }

    deinit {
        words.deallocate()
    }

    @inline(__always)
    func passes(_ sum: UInt32) -> Bool {
        var filter = raw
        return ferry_filter_passes(&filter, sum & raw.significant) != 0
    }
}
