internal import FerryCore
internal import FerryEndpoints

/// Computes the digest of the digests of a file's parts, for one length of the parts.
final class PartedHasher {
    private let length: Int
    private let algorithm: DigestAlgorithm
    private var part: Hasher
    /// What the part under way has so far, in bytes.
    private var filled = 0
    private var digests: [UInt8] = []

    init(length: Int64, _ algorithm: DigestAlgorithm) {
        self.length = Int(length)
        self.algorithm = algorithm
        part = Hasher(algorithm)
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while !rest.isEmpty {
            if filled == length { endPart() }
            let taken = min(rest.count, length - filled)
            part.update(UnsafeRawBufferPointer(rebasing: rest[..<taken]))
            filled += taken
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
        }
    }

    func finish() -> Digest {
        endPart()
        return Hasher.digest(digests, algorithm)
    }

    private func endPart() {
        digests += part.finish().bytes
        part = Hasher(algorithm)
        filled = 0
    }
}
