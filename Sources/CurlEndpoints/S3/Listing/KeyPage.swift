internal import FerryCore
internal import FerryEndpoints

/// Listed objects in the order of their keys, packed into one run of bytes: many pages wait for whoever lists. Keys that follow
/// each other mostly begin alike, and most tags are digests: 1,000 objects would take 75 KB as they are, and take 25.
struct KeyPage {
    private(set) var count = 0
    private(set) var lastKey: [UInt8]?
    private var bytes: [UInt8] = []

    /// How a tag is packed.
    private enum TagKind: UInt8 {
        case none, digest, digestOfParts, text
    }

    mutating func append(_ object: ListingPage.Object) {
        let shared = zip(lastKey ?? [], object.key).prefix { $0 == $1 }.count
        append(number: UInt64(shared))
        append(number: UInt64(object.key.count - shared))
        bytes += object.key[shared...]
        append(number: UInt64(bitPattern: object.size))
        append(object.tag)
        lastKey = object.key
        count += 1
    }

    var firstKey: [UInt8]? {
        var cursor = Cursor(self)
        return cursor.advance() ? cursor.key : nil
    }

    /// Gives back what it took to grow.
    mutating func shrink() { bytes = bytes.withUnsafeBufferPointer { Array($0) } }

    /// Leaves out what lies behind a key. Returns whether there was anything.
    mutating func cut(after end: [UInt8]) -> Bool {
        guard let last = lastKey, end.lexicographicallyPrecedes(last) else { return false }
        var cursor = Cursor(self)
        var (kept, length) = (0, 0)
        var lastKey: [UInt8]?
        while cursor.advance(), !end.lexicographicallyPrecedes(cursor.key) {
            (kept, length, lastKey) = (kept + 1, cursor.position, cursor.key)
        }
        bytes.removeSubrange(length...)
        (count, self.lastKey) = (kept, lastKey)
        return true
    }

    /// Seven bits a byte, the lowest first.
    private mutating func append(number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func append(_ tag: String?) {
        guard let tag else { return bytes.append(TagKind.none.rawValue) }
        // Others that mean the same are kept as they are written.
        if let digest = EntityTag.digest(tag), digest.hexadecimal == tag {
            bytes.append(TagKind.digest.rawValue)
            bytes += digest.bytes
        } else if let (digest, parts) = EntityTag.partedDigest(tag), "\(digest.hexadecimal)-\(parts)" == tag {
            bytes.append(TagKind.digestOfParts.rawValue)
            bytes += digest.bytes
            append(number: UInt64(parts))
        } else {
            bytes.append(TagKind.text.rawValue)
            append(number: UInt64(tag.utf8.count))
            bytes += tag.utf8
        }
    }

    /// Goes through the objects of a page.
    struct Cursor {
        private let bytes: [UInt8]
        /// Behind the object that it stands at.
        fileprivate private(set) var position = 0
        private(set) var key: [UInt8] = []
        private var size: Int64 = 0
        private var tagKind = TagKind.none
        private var tag: Range<Int> = 0..<0
        private var parts: UInt64 = 0

        private static let digestLength = 16

        init(_ page: KeyPage) { bytes = page.bytes }

        /// False behind the last one.
        mutating func advance() -> Bool {
            if position == bytes.count { return false }
            let shared = Int(number())
            let suffix = take(Int(number()))
            key.removeSubrange(shared...)
            key += bytes[suffix]
            size = Int64(bitPattern: number())
            tagKind = TagKind(rawValue: bytes[position])!
            position += 1
            switch tagKind {
            case .none: tag = 0..<0
            case .digest: tag = take(Self.digestLength)
            case .digestOfParts:
                tag = take(Self.digestLength)
                parts = number()
            case .text: tag = take(Int(number()))
            }
            return true
        }

        var object: ListingPage.Object { ListingPage.Object(key: key, size: size, tag: text) }

        private var text: String? {
            switch tagKind {
            case .none: nil
            case .digest: digest
            case .digestOfParts: "\(digest)-\(parts)"
            case .text: String(decoding: bytes[tag], as: UTF8.self)
            }
        }

        private var digest: String { Digest(algorithm: .md5, bytes: Array(bytes[tag]))?.hexadecimal ?? "" }

        private mutating func take(_ length: Int) -> Range<Int> {
            defer { position += length }
            return position..<position + length
        }

        private mutating func number() -> UInt64 {
            var (number, shift) = (UInt64(0), UInt64(0))
            while true {
                let byte = bytes[position]
                position += 1
                number |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return number }
                shift += 7
            }
        }
    }
}
