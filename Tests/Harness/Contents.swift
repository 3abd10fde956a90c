/// Kinds of content, and ways in which a new version differs from an old one.
extension SeededGenerator {
    /// What the seed of this run and a case's name determine.
    package init(_ name: String) {
        self.init(seed: name.utf8.reduce(RandomTests.seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    }

    package mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &self) }

    package mutating func bytes(_ count: Int, values: Int = 256) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            let word = next()
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(Int(UInt8(truncatingIfNeeded: word >> shift)) % values))
            }
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// Words of a small vocabulary.
    package mutating func text(_ count: Int) -> [UInt8] {
        let words = (0..<300).map { _ in bytes(2 + below(8), values: 26).map { $0 + 97 } + [32] }
        var text: [UInt8] = []
        while text.count < count { text += words[below(below(300) + 1)] }
        text.removeLast(text.count - count)
        return text
    }

    /// Fixed-size records with counters and flags, as in executables and databases.
    package mutating func records(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var number: UInt64 = 0x20_0000
        while bytes.count < count {
            withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
            bytes += [8, 0, 0, 0, 0, 0, 0, UInt8(below(3))]
            withUnsafeBytes(of: UInt64(below(1 << 20)).littleEndian) { bytes += $0 }
            number += 8
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    package mutating func periodic(_ period: Int, _ count: Int) -> [UInt8] { repeating(bytes(period), count) }

    package func repeating(_ unit: [UInt8], _ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + unit.count)
        while bytes.count < count { bytes += unit }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// Zeros with a few other bytes.
    package mutating func sparse(_ count: Int, flags: Int) -> [UInt8] {
        edited([UInt8](repeating: 0, count: count), times: flags)
    }

    package mutating func edited(_ old: [UInt8], times: Int) -> [UInt8] {
        var new = old
        if old.isEmpty { return new }
        for _ in 0..<times { new[below(new.count)] ^= UInt8(1 + below(255)) }
        return new
    }

    /// With short insertions and deletions.
    package mutating func shifted(_ old: [UInt8], times: Int) -> [UInt8] {
        var new: [UInt8] = []
        var position = 0
        for cut in (0..<times).map({ _ in below(old.count) }).sorted() where cut >= position {
            new += old[position..<cut]
            if below(2) == 0 {
                new += bytes(1 + below(40))
                position = cut
            } else {
                position = min(old.count, cut + 1 + below(40))
            }
        }
        return new + old[position...]
    }

    /// Cut to pieces that are put together in another order.
    package mutating func moved(_ old: [UInt8], pieces: Int) -> [UInt8] {
        let cuts = ([0, old.count] + (0..<pieces).map { _ in below(old.count) }).sorted()
        var parts = zip(cuts, cuts.dropFirst()).map { old[$0..<$1] }
        parts.shuffle(using: &self)
        return Array(parts.joined())
    }
}

extension SeededGenerator {
    /// A new version that differs from the old one in some way; `old` must not be empty.
    package mutating func variant(of old: [UInt8]) -> [UInt8] {
        switch below(5) {
        case 0: edited(old, times: below(20))
        case 1: shifted(old, times: 1 + below(10))
        case 2: moved(old, pieces: below(12))
        case 3: old + old
        default: Array(old[below(old.count)...])
        }
    }
}
