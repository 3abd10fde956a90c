/// The next record of each run, the least of all first: a binary heap, so that a hundred runs cost seven comparisons a record.
struct RunHeap {
    private var heads: [Head] = []

    private struct Head {
        var record: SpooledRecord
        let run: any RecordRun
    }

    init(_ runs: [any RecordRun]) throws(ManifestError) {
        for run in runs {
            if let record = try run.next() { heads.append(Head(record: record, run: run)) }
        }
        for index in (0..<heads.count / 2).reversed() { sink(from: index) }
    }

    var first: SpooledRecord? { heads.first?.record }

    /// Takes the least out; the next one of its run is in its place. Nil when all are taken.
    mutating func popFirst() throws(ManifestError) -> SpooledRecord? {
        guard let head = heads.first else { return nil }
        if let next = try head.run.next() {
            heads[0].record = next
        } else {
            heads.swapAt(0, heads.count - 1)
            heads.removeLast()
        }
        sink(from: 0)
        return head.record
    }

    private mutating func sink(from start: Int) {
        var index = start
        while true {
            var least = index
            for child in 2 * index + 1..<max(2 * index + 1, min(2 * index + 3, heads.count))
            where heads[child].record.precedes(heads[least].record) {
                least = child
            }
            if least == index { return }
            heads.swapAt(index, least)
            index = least
        }
    }
}
