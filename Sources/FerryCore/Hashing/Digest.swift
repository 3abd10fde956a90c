internal import Glibc

/// The digest of some content, with the algorithm that made it.
public struct Digest: Hashable, Sendable {
    public let algorithm: DigestAlgorithm
    /// Zero beyond the algorithm's length. In place: a million records would each have an array more.
    @usableFromInline let words: Words

    @usableFromInline typealias Words = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
    private static let zeros: Words = (0, 0, 0, 0, 0, 0, 0, 0)

    /// As many bytes as the algorithm's `digestLength`, in the order in which they are written as hexadecimal.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Nil when the length is not the algorithm's.
    public init?(algorithm: DigestAlgorithm, bytes: [UInt8]) {
        guard bytes.count == algorithm.digestLength else { return nil }
        self.init(algorithm, bytes)
    }

    /// Reads lower or upper case hexadecimal; nil when it is anything else or has another length.
    public init?(algorithm: DigestAlgorithm, hexadecimal: some Collection<UInt8>) {
        guard let bytes = Hexadecimal.decode(hexadecimal) else { return nil }
        self.init(algorithm: algorithm, bytes: bytes)
    }

    public init?(algorithm: DigestAlgorithm, hexadecimal: UnsafeRawBufferPointer) {
        guard hexadecimal.count == 2 * algorithm.digestLength else { return nil }
        var words = Self.zeros
        guard Swift.withUnsafeMutableBytes(of: &words, { Hexadecimal.decode(hexadecimal, into: $0) }) else {
            return nil
        }
        self.algorithm = algorithm
        self.words = words
    }

    init(_ algorithm: DigestAlgorithm, _ bytes: [UInt8]) {
        precondition(bytes.count == algorithm.digestLength)
        var words = Self.zeros
        Swift.withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
        self.algorithm = algorithm
        self.words = words
    }

    /// As `bytes`, without a copy.
    @inlinable
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: words) { body(UnsafeRawBufferPointer(rebasing: $0[..<algorithm.digestLength])) }
    }

    public static func == (left: Digest, right: Digest) -> Bool {
        left.algorithm == right.algorithm
            && Swift.withUnsafeBytes(of: left.words) { left in
                Swift.withUnsafeBytes(of: right.words) { memcmp(left.baseAddress!, $0.baseAddress!, left.count) == 0 }
            }
    }

    public func hash(into hasher: inout Swift.Hasher) {
        hasher.combine(algorithm)
        Swift.withUnsafeBytes(of: words) { hasher.combine(bytes: $0) }
    }

    /// Lower-case hexadecimal.
    public var hexadecimal: String { Hexadecimal.encode(bytes) }
}

extension Digest: CustomStringConvertible {
    public var description: String { "\(algorithm.rawValue):\(hexadecimal)" }
}
