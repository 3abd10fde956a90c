internal import FerryCore
internal import FerryEndpoints

/// A staged file that is written from its beginning to its end. Dropped without a commit it leaves nothing.
final class StagedSink: ByteSink {
    let staged: any StagedFile
    private(set) var length: Int64 = 0

    init(_ staged: any StagedFile) {
        self.staged = staged
    }

    // Without effect on one that is committed.
    deinit { staged.discard() }

    func write(_ bytes: UnsafeRawBufferPointer) throws(EndpointError) {
        try staged.write(bytes, at: length)
        length += Int64(bytes.count)
    }

    func commit(_ metadata: Metadata = Metadata()) throws(EndpointError) {
        _ = try staged.commit(metadata: metadata, length: length)
    }
}
