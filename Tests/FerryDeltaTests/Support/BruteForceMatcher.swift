@testable import FerryDelta

/// The canonical result by definition: at every position the whole block is compared with every old block, by way of a
/// dictionary. Slow and obvious.
struct BruteForceMatcher {
    private let blockSize: Int
    private var lowestBlock: [ArraySlice<UInt8>: Int] = [:]
    /// Old blocks by the sum of their bytes, to leave out most positions.
    private var sums: Set<Int> = []

    init(old: [UInt8], blockSize: Int) {
        self.blockSize = blockSize
        for block in 0..<(old.count / blockSize) {
            let content = old[(block * blockSize)..<((block + 1) * blockSize)]
            if lowestBlock[content] == nil { lowestBlock[content] = block }
            sums.insert(content.reduce(0) { $0 + Int($1) })
        }
    }

    func matches(in new: [UInt8]) -> [Match] {
        new.withUnsafeBufferPointer { bytes in
            var matches: [Match] = []
            var start = 0
            guard new.count >= blockSize else { return [] }
            var sum = (0..<blockSize).reduce(0) { $0 + Int(bytes[$1]) }
            while start + blockSize <= new.count {
                if sums.contains(sum), let block = lowestBlock[new[start..<start + blockSize]] {
                    matches.append(Match(start: start, block: block))
                    start += blockSize
                    if start + blockSize > new.count { break }
                    sum = (start..<start + blockSize).reduce(0) { $0 + Int(bytes[$1]) }
                } else {
                    if start + blockSize == new.count { break }
                    sum += Int(bytes[start + blockSize]) - Int(bytes[start])
                    start += 1
                }
            }
            return matches
        }
    }

    /// The lowest blocks of all contents that occur at any position, also overlapping.
    func occurringBlocks(in bytes: [UInt8]) -> Set<Int> {
        guard bytes.count >= blockSize else { return [] }
        return bytes.withUnsafeBufferPointer { buffer in
            var found: Set<Int> = []
            var sum = (0..<blockSize).reduce(0) { $0 + Int(buffer[$1]) }
            for start in 0...(bytes.count - blockSize) {
                if sums.contains(sum), let block = lowestBlock[bytes[start..<start + blockSize]] { found.insert(block) }
                if start + blockSize < bytes.count { sum += Int(buffer[start + blockSize]) - Int(buffer[start]) }
            }
            return found
        }
    }
}
