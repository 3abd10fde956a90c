internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// A tag file of a bag that is being made: hashed as it is written, and not seen before its commit.
final class TagFileDraft: ByteSink {
    let path: RelativePath
    let staged: any StagedFile
    private let hashers: HasherSet
    private var length: Int64 = 0

    init(_ name: String, on endpoint: any Endpoint, _ algorithms: [DigestAlgorithm]) throws(EndpointError) {
        path = RelativePath(unchecked: Array(name.utf8))
        staged = try endpoint.stage(StageRequest(path: path))
        hashers = HasherSet(algorithms)
    }

    // Without effect on one that is committed.
    deinit { staged.discard() }

    func write(_ bytes: UnsafeRawBufferPointer) throws(EndpointError) {
        hashers.update(bytes)
        try staged.write(bytes, at: length)
        length += Int64(bytes.count)
    }

    func write(_ text: String) throws(EndpointError) {
        var text = text
        do {
            try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
        } catch let error as EndpointError {
            throw error
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// What a tag manifest says of it. Nothing is written after that.
    func record() -> Record { Record(path: path, digests: hashers.finish()) }

    func commit() throws(EndpointError) { _ = try staged.commit(metadata: Metadata(), length: length) }
}
