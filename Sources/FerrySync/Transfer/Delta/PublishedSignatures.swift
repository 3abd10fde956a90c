internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Signatures that lie beside the files that they describe.
enum PublishedSignatures {
    /// The one of this very version, if there is one that can be read. It is a claim of whoever put it there.
    static func find(for entry: Entry, on endpoint: any Endpoint) throws(EndpointError) -> PublishedSignature? {
        let path = entry.path.appending(suffix: PublishedSignature.suffix)
        guard let file = try endpoint.file(at: path) else { return nil }
        let reader = try endpoint.read(file, range: nil)
        do throws(DeltaError) {
            let source = ReaderStream(reader, length: longest(for: entry.size))
            let opened = try PublishedSignatureReader(source)
            guard opened.subject.describes(entry, precision: endpoint.capabilities.timePrecision) else { return nil }
            let published = try opened.read()
            return published
        } catch {
            if let error = error.endpointError { throw error }
            // It is damaged: the file has none.
            return nil
        }
    }

    /// How much of a description is read: nobody's takes a quarter of the file. Blocks of 128 bytes take a sixth.
    static func longest(for size: Int64) -> Int64 { size / 4 + 4096 }
}

extension RelativePath {
    /// The name with something appended, in the same directory.
    func appending(suffix: String) -> RelativePath {
        (parent ?? .root).appending(name: Array(name) + Array(suffix.utf8))
    }
}
