/// The digest of some content, with the algorithm that made it.
package struct Digest: Hashable, Sendable {
    package let algorithm: DigestAlgorithm
    /// As many bytes as the algorithm's `digestLength`, in the order in which they are written as hexadecimal.
    package let bytes: [UInt8]

    /// Nil when the length is not the algorithm's.
    package init?(algorithm: DigestAlgorithm, bytes: [UInt8]) {
        guard bytes.count == algorithm.digestLength else { return nil }
        self.algorithm = algorithm
        self.bytes = bytes
    }

    /// Reads lower or upper case hexadecimal; nil when it is anything else or has another length.
    package init?(algorithm: DigestAlgorithm, hexadecimal: some Collection<UInt8>) {
        guard let bytes = Hexadecimal.decode(hexadecimal) else { return nil }
        self.init(algorithm: algorithm, bytes: bytes)
    }

    init(_ algorithm: DigestAlgorithm, _ bytes: [UInt8]) {
        assert(bytes.count == algorithm.digestLength)
        self.algorithm = algorithm
        self.bytes = bytes
    }

    /// Lower-case hexadecimal.
    package var hexadecimal: String { Hexadecimal.encode(bytes) }
}

extension Digest: CustomStringConvertible {
    package var description: String { "\(algorithm.rawValue):\(hexadecimal)" }
}
