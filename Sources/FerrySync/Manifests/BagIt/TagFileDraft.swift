internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// A tag file of a bag that is being made: hashed as it is written, and not seen before its commit.
final class TagFileDraft: ByteSink {
    let path: RelativePath
    let sink: StagedSink
    private let hashers: HasherSet

    init(_ name: String, on endpoint: any Endpoint, _ algorithms: [DigestAlgorithm]) throws(EndpointError) {
        path = RelativePath(unchecked: Array(name.utf8))
        sink = StagedSink(try endpoint.stage(StageRequest(path: path)))
        hashers = HasherSet(algorithms)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(EndpointError) {
        hashers.update(bytes)
        try sink.write(bytes)
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

    /// Of all that was written; nothing is written after that.
    private(set) lazy var digests = hashers.finish()
}
