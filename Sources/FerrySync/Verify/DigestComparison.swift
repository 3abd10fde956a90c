internal import FerryCore
internal import FerryEndpoints

/// Compares two files by what one side has computed of its file: only the other side's is read, or neither.
struct DigestComparison {
    let first: any Endpoint
    let second: any Endpoint
    /// Told of each piece that was read of a file; throws to end it.
    let noteRead: (Int, Entry) throws(EndpointError) -> Void

    private static let bufferSize = 256 * 1024

    /// Nil where neither side computed a digest, or where an answer is in doubt.
    func areEqual(_ one: Entry, _ other: Entry) throws(EndpointError) -> Bool? {
        let (firsts, seconds) = (OfferedContent(endpoint: first), OfferedContent(endpoint: second))
        if let known = one.digest, let told = other.digest, known.algorithm == told.algorithm {
            if known == told { return true }
            if try firsts.agrees(one, with: told) == false { return false }
            return nil
        }
        if let algorithm = seconds.algorithm(of: other) {
            return try seconds.agrees(other, with: digest(of: one, on: first, by: algorithm))
        }
        if let algorithm = firsts.algorithm(of: one) {
            return try firsts.agrees(one, with: digest(of: other, on: second, by: algorithm))
        }
        return try partsAreEqual(one, other) ? true : nil
    }

    /// Parts of another length have another digest: only that they are equal says something.
    private func partsAreEqual(_ one: Entry, _ other: Entry) throws(EndpointError) -> Bool {
        switch (first.digests?.partedDigest(of: one), second.digests?.partedDigest(of: other)) {
        case (let left?, let right?): left.digest == right.digest && left.count == right.count
        case (let parted?, nil): try agrees(parted, with: other, on: second)
        case (nil, let parted?): try agrees(parted, with: one, on: first)
        case (nil, nil): false
        }
    }

    private func agrees(
        _ parted: PartedDigest, with entry: Entry, on endpoint: any Endpoint
    ) throws(EndpointError) -> Bool {
        if parted.lengths.isEmpty || !endpoint.capabilities.cheapReads { return false }
        let hashers = parted.lengths.map { PartedHasher(length: $0, parted.digest.algorithm, of: entry.size) }
        let reader = try watched(entry, on: endpoint)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.bufferSize, alignment: 4096)
        defer { buffer.deallocate() }
        while case let count = try reader.read(into: buffer), count > 0 {
            let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            for hasher in hashers { hasher.update(piece) }
        }
        try reader.verifyUnchanged()
        return hashers.contains {
            Hasher.digest($0.finish().flatMap(\.bytes), parted.digest.algorithm) == parted.digest
        }
    }

    private func digest(
        of entry: Entry, on endpoint: any Endpoint, by algorithm: DigestAlgorithm
    ) throws(EndpointError) -> Digest {
        try watched(entry, on: endpoint).digest(by: algorithm)
    }

    private func watched(_ entry: Entry, on endpoint: any Endpoint) throws(EndpointError) -> WatchedReader {
        WatchedReader(try endpoint.read(entry, range: nil)) { (count) throws(EndpointError) in
            try noteRead(count, entry)
        }
    }
}
