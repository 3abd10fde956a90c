/// The next record of each run, the least of all first: a binary heap, so that a hundred runs cost seven comparisons a record.
struct RunHeap {
    private var heads: [Head] = []
    /// Numbers of heads: moving them is cheaper than moving records.
    private var heap: [Int] = []

    private struct Head {
        var record: SpooledRecord
        let run: any RecordRun
    }

    init(_ runs: [any RecordRun]) throws(ManifestError) {
        for run in runs {
            if let record = try run.next() { heads.append(Head(record: record, run: run)) }
        }
        heap = Array(heads.indices)
        for index in (0..<heap.count / 2).reversed() { sink(from: index) }
    }

    var first: SpooledRecord? { heap.first.map { heads[$0].record } }

    /// Takes the least out; the next one of its run is in its place. Nil when all are taken.
    mutating func popFirst() throws(ManifestError) -> SpooledRecord? {
        guard let top = heap.first else { return nil }
        let record = heads[top].record
        if let next = try heads[top].run.next() {
            heads[top].record = next
        } else {
            heap.swapAt(0, heap.count - 1)
            heap.removeLast()
        }
        sink(from: 0)
        return record
    }

    private mutating func sink(from start: Int) {
        var index = start
        while true {
            var least = index
            for child in 2 * index + 1..<max(2 * index + 1, min(2 * index + 3, heap.count))
            where heads[heap[child]].record.precedes(heads[heap[least]].record) {
                least = child
            }
            if least == index { return }
            heap.swapAt(index, least)
            index = least
        }
    }
}
