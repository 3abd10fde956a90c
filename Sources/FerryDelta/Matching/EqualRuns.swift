/// Where the old file has the same block several times in a row, such as zeros: there a long run of it in the new file is copied
/// in few steps, where the lowest block of that content, standing alone, would take one step for each.
struct EqualRuns {
    /// By the lowest block of a content, the start of its longest run.
    private var starts: [Int: Int] = [:]

    init(_ target: any MatchTarget) {
        var longest: [Int: Int] = [:]
        var start = 0
        while start < target.blockCount {
            let content = target.representative(of: start)
            var end = start + 1
            while end < target.blockCount && target.representative(of: end) == content { end += 1 }
            if end - start > max(longest[content] ?? 1, 1) {
                longest[content] = end - start
                starts[content] = start
            }
            start = end
        }
    }

    /// The block to begin with for a content that is named by its lowest block.
    func start(for content: Int) -> Int { starts.isEmpty ? content : starts[content] ?? content }
}
