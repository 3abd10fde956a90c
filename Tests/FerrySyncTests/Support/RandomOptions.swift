import FerrySync
import Harness

extension SyncOptions {
    /// Options that change which entries are touched, and how.
    static func random(_ generator: inout SeededGenerator) -> SyncOptions {
        var options = SyncOptions()
        options.deletion.timing = generator.pick([nil, .before, .during, .delay, .after])
        options.deletion.force = generator.chance(20)
        options.deletion.allowsEmptySource = generator.chance(50)
        options.comparison.content = generator.chance(20)
        options.comparison.sizeOnly = generator.chance(20)
        options.comparison.ignoresTimes = generator.chance(15)
        options.comparison.keepsNewer = generator.chance(15)
        options.comparison.onlyExisting = generator.chance(10)
        options.comparison.ignoresExisting = generator.chance(10)
        options.metadata.permissions = generator.chance(80)
        options.metadata.times = generator.chance(80)
        options.writing.fsync = generator.pick([.batch, .file, .none])
        options.writing.sparse = generator.chance(20)
        options.writing.wholeFile = generator.pick([nil, false])
        options.writing.verification = generator.pick([.auto, .none])
        options.run.workers = Int.random(in: 1...3, using: &generator)
        return options
    }

    /// Whether a second run has nothing to do.
    func settles(with precision: Bool) -> Bool {
        if comparison.ignoresTimes && !comparison.content && !comparison.sizeOnly { return false }
        return (metadata.times && precision) || comparison.sizeOnly || comparison.content
    }
}
