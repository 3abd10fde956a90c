internal import FerryCore
internal import FerryDelta
internal import FerryState

/// Signatures of the destination's files, as the runs that wrote them left them.
extension RunMemory {
    /// Of this version. What is stored but cannot be read is as good as forgotten.
    func signature(of entry: Entry) -> Signature? {
        guard let bytes = signatures.signature(of: entry.asStamped, at: location) else { return nil }
        let signature = try? SignatureFile.read(from: MemoryStream(bytes))
        return signature.flatMap { Int64($0.fileSize) == entry.size ? $0 : nil }
    }

    /// To be called when `entry` is what the destination has now.
    func remember(_ signature: Signature, of entry: Entry) {
        guard SignatureFile.length(of: signature) <= SignatureStore.largest else { return forget(entry) }
        let sink = MemorySink()
        guard (try? SignatureFile.write(signature, to: sink)) != nil else { return }
        signatures.remember(sink.bytes, of: entry.asStamped, at: location)
    }

    func forget(_ entry: Entry) { signatures.forget(entry.path, at: location) }

    private var signatures: SignatureStore { SignatureStore(store) }
    private var location: String { String(decoding: destination, as: UTF8.self) }
}

extension Entry {
    /// A tag says all there is to a version; times come with some answers of a server and not with others.
    fileprivate var asStamped: Entry {
        guard case .tag = version else { return self }
        return Entry(path: path, kind: kind, size: size, version: version)
    }
}
