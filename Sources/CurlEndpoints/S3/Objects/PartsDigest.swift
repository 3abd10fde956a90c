internal import FerryCore

/// The digest of the digests of an object's parts, of content that passes: what the tag of an object says that came in parts,
/// all but the last of one length.
final class PartsDigest {
    private let length: Int64
    private let part = HasherSet([.md5])
    /// Of the part that is under way.
    private var taken: Int64 = 0
    private var digests: [Digest] = []

    init(length: Int64) {
        self.length = length
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while !rest.isEmpty {
            if taken == length { endPart() }
            let count = Int(min(Int64(rest.count), length - taken))
            part.update(UnsafeRawBufferPointer(rebasing: rest[..<count]))
            taken += Int64(count)
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// The tag that the object should have. Nothing may pass after that.
    func tag() -> String {
        endPart()
        return EntityTag.ofParts(digests)
    }

    private func endPart() {
        digests += part.finish()
        taken = 0
    }
}
