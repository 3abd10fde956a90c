internal import FerryCore

/// The digest of a file that is written from its beginning on, for the most part: as far as that goes, its bytes are hashed as
/// they pass, and only the rest has to be read back.
struct LeadingDigest: ~Copyable {
    private var hasher: Hasher
    /// How many bytes from the beginning on are hashed.
    private(set) var length: Int64 = 0

    init(_ algorithm: DigestAlgorithm) {
        hasher = Hasher(algorithm)
    }

    /// Takes bytes that were written. Where they replace others, these count no more.
    mutating func wrote(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        if offset < length { _ = finish() }
        if offset == length { add(bytes) }
    }

    /// Takes bytes that are there, as far as they go on where it stands.
    mutating func found(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        let known = length - offset
        guard known >= 0, known < bytes.count else { return }
        add(UnsafeRawBufferPointer(rebasing: bytes[Int(known)...]))
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        hasher.update(bytes)
        length += Int64(bytes.count)
    }

    /// The digest so far; then it begins anew.
    mutating func finish() -> Digest {
        length = 0
        return hasher.finish()
    }
}
