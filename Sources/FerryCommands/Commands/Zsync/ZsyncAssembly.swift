internal import FerryCore
internal import FerryDelta

/// Puts a file together: what an earlier run got, then what the seeds have, then what is published.
struct ZsyncAssembly {
    /// Where the bytes of a file came from.
    struct Counts {
        var resumed: Int64
        var seeds: Int64 = 0
        var fetched: Int64 = 0
    }

    let file: AssembledFile
    let control: ZsyncControl
    let expected: Digest
    let places: PublishedPlaces
    let threads: Int

    func run(_ seeds: [InputFile]) throws -> Counts {
        var counts = Counts(resumed: file.resumed)
        for seed in seeds where !file.isComplete { counts.seeds += try file.take(from: seed, threads: threads) }
        try fetchMissing()
        counts.fetched = file.fetched
        if try file.digest() == expected { return counts }
        try fetchWhole()
        return Counts(resumed: 0, fetched: file.fetched)
    }

    /// Each place goes on where the one before it failed.
    private func fetchMissing() throws {
        let check = ZsyncBlockCheck(control)
        while !file.isComplete {
            let place = try places.current()
            do {
                try file.takeMissing(from: place, checking: check)
            } catch let failure as SourceFailure {
                places.giveUp(failure)
            }
        }
    }

    /// Blocks are known by a few bytes of their hashes, and one of them was another. None is trusted any more, nor are the
    /// hashes: the whole file comes from one place alone.
    private func fetchWhole() throws {
        while true {
            file.startOver()
            let place = try places.current()
            do {
                try file.takeMissing(from: place, checking: nil)
                if try file.digest() == expected { return }
                throw SourceFailure.otherDigest
            } catch let failure as SourceFailure {
                places.giveUp(failure)
            }
        }
    }
}
