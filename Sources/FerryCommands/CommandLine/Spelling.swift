/// What somebody who mistyped a word may have meant.
enum Spelling {
    /// Fewer letters are the beginning of too much.
    private static let shortestBeginning = 3

    /// The candidate that is nearest to `word`, if it is near enough to be meant; else the shortest one that begins so.
    static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let limit = max(1, word.count / 3)
        var best: (word: String, distance: Int)?
        for candidate in candidates {
            let distance = distance(Array(word.utf8), Array(candidate.utf8))
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word ?? shortest(beginningWith: word, among: candidates)
    }

    private static func shortest(
        beginningWith word: String, among candidates: some Sequence<String>
    ) -> String? {
        guard word.count >= shortestBeginning else { return nil }
        return candidates.filter { $0.hasPrefix(word) }.min { ($0.count, $0) < ($1.count, $1) }
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other: the optimal string
    /// alignment distance.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                let replaced = last[j] + (left[i] == right[j] ? 0 : 1)
                var cost = min(replaced, last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }
}
