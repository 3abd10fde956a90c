internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Finds out what a new file far away consists of, without reading it.
struct WantedSearch: Sendable {
    let context: RunContext

    /// Nil where nobody tells, or nothing could prove that the file was put together rightly. A description that cannot be
    /// had is none, and no error: the file can still be read.
    func wanted(_ action: Action) throws(EndpointError) -> WantedFile? {
        do throws(EndpointError) {
            let (endpoint, listed) = context.origin(of: action.item)
            if let role = endpoint.signatures { return try computed(listed, by: role, on: endpoint) }
            // Listings may round sizes and times, and seldom tell tags.
            guard let entry = try endpoint.file(at: listed.path) else { return nil }
            if let wanted = try published(entry, on: endpoint) { return try checked(wanted, on: endpoint) }
            return try zsync(entry, on: endpoint).flatMap { (wanted) throws(EndpointError) in
                try checked(wanted, on: endpoint)
            }
        } catch {
            if error.code == .cancelled { throw error }
            return nil
        }
    }

    /// By a program at the far side, which hashes the whole file as well.
    private func computed(
        _ entry: Entry, by role: any SignatureRole, on endpoint: any Endpoint
    ) throws(EndpointError) -> WantedFile? {
        guard let digests = endpoint.digests, let algorithm = digests.algorithms.first,
            let offered = try digests.digest(of: entry, range: nil, by: algorithm)
        else { return nil }
        let blockSize = context.options.writing.blockSize ?? Signature.blockSize(forFileOf: Int(entry.size))
        let reader = try role.signature(
            of: entry, blockSize: max(blockSize, Signature.blockSizes.lowerBound))
        guard let signature = try SignatureFile.signature(from: reader), signature.isCryptographic,
            Int64(signature.fileSize) == entry.size
        else { return nil }
        return WantedFile(
            entry: entry, description: .native(signature), digest: offered.digest,
            level: offered.isComputed ? .storeDigest : .recordedDigest)
    }

    private func published(_ entry: Entry, on endpoint: any Endpoint) throws(EndpointError) -> WantedFile? {
        guard let published = try PublishedSignatures.find(for: entry, on: endpoint) else { return nil }
        return WantedFile(
            entry: entry, description: .native(published.signature), digest: published.subject.digest,
            level: .recordedDigest)
    }

    /// What was published may be about another file of that size and time: what the place keeps of this one decides.
    private func checked(_ wanted: WantedFile, on endpoint: any Endpoint) throws(EndpointError) -> WantedFile? {
        guard let role = endpoint.digests, role.areKept else { return wanted }
        for algorithm in role.algorithms {
            guard let kept = try role.digest(of: wanted.entry, range: nil, by: algorithm) else { continue }
            if kept.digest.algorithm == wanted.digest.algorithm && kept.digest != wanted.digest { return nil }
            var wanted = wanted
            wanted.kept = kept.digest
            if kept.isComputed { wanted.level = .storeDigest }
            return wanted
        }
        return wanted
    }

    /// A control file for zsync is believed of a file of its length and time.
    private func zsync(_ entry: Entry, on endpoint: any Endpoint) throws(EndpointError) -> WantedFile? {
        let path = entry.path.appending(suffix: ".zsync")
        guard let file = try endpoint.file(at: path) else { return nil }
        let reader = try endpoint.read(file, range: nil)
        do throws(DeltaError) {
            let source = ReaderStream(reader, length: PublishedSignatures.longest(for: entry.size))
            let control = try ZsyncControl.read(from: source)
            guard control.describes(entry), let digest = control.digest else { return nil }
            return WantedFile(entry: entry, description: .zsync(control), digest: digest, level: .recordedDigest)
        } catch {
            if let error = error.endpointError { throw error }
            return nil
        }
    }
}

extension ZsyncControl {
    /// Whether it was made of this version, as far as it tells. One without a time may have been left behind by any.
    fileprivate func describes(_ entry: Entry) -> Bool {
        guard Int64(length) == entry.size, let time = modified.flatMap(ZsyncTime.time), let now = entry.modified else {
            return false
        }
        return time.seconds == now.seconds
    }
}

extension SignatureFile {
    /// The signature that a reader delivers; nil where that is none.
    static func signature(from reader: any ByteReader) throws(EndpointError) -> Signature? {
        do throws(DeltaError) {
            return try read(from: ReaderStream(reader, length: .max))
        } catch {
            if let error = error.endpointError { throw error }
            return nil
        }
    }
}
