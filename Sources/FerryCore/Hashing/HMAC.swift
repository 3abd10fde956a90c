/// A digest that only whoever has the key can compute (RFC 2104).
public enum HMAC {
    /// The longest block of an algorithm in use here: SHA-512's.
    private static func blockLength(_ algorithm: DigestAlgorithm) -> Int {
        algorithm.digestLength > 32 ? 128 : 64
    }

    /// - Parameter algorithm: One of the SHA family.
    public static func authenticate(_ message: [UInt8], key: [UInt8], _ algorithm: DigestAlgorithm) -> [UInt8] {
        let length = blockLength(algorithm)
        var hasher = Hasher(algorithm)
        var block = key
        if key.count > length {
            hasher.update(key)
            block = hasher.finish().bytes
        }
        block.append(contentsOf: repeatElement(0, count: length - block.count))
        hasher.update(block.map { $0 ^ 0x36 })
        hasher.update(message)
        let inner = hasher.finish().bytes
        hasher.update(block.map { $0 ^ 0x5C })
        hasher.update(inner)
        return hasher.finish().bytes
    }
}
