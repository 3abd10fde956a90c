internal import FerryCore
internal import FerryState

/// What is remembered of a file that gets its name when all others were sent.
struct DelayedRecord {
    let source: RecordedSide
    /// False where the source could have changed since it was read, without a trace.
    let isCertain: Bool

    static let length = RecordedSide.length + 1

    init(source: RecordedSide, isCertain: Bool) {
        (self.source, self.isCertain) = (source, isCertain)
    }

    init(bytes: ArraySlice<UInt8>) {
        source = RecordedSide(bytes: bytes.dropLast())
        isCertain = bytes.last == 1
    }

    var bytes: [UInt8] { source.bytes + [isCertain ? 1 : 0] }
}

/// Adds to the records of directories that the run is done with, one directory at a time.
final class DelayedRecords {
    private let lastRun: LastRun
    private var directory: DirectoryRecords?

    init(_ lastRun: LastRun) {
        self.lastRun = lastRun
    }

    func add(_ record: DelayedRecord, of present: Entry) {
        let parent = present.path.parent ?? .root
        if directory?.path != parent {
            finish()
            directory = lastRun.amendment(of: parent)
        }
        directory?.remember(
            present.path.name, source: record.source, destination: RecordedFile(present), isCertain: record.isCertain)
    }

    func finish() {
        if let directory { lastRun.keep(directory) }
        directory = nil
    }
}
