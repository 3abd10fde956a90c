/// The XXH128 of content as far as it has come, which can be asked for at any point without ending it.
public final class PrefixDigest {
    private let state = XXH3State(width: .bits128)

    public init() {}

    public func update(_ bytes: UnsafeRawBufferPointer) {
        if !bytes.isEmpty { state.update(bytes) }
    }

    public var value: Digest {
        var bytes = [UInt8](repeating: 0, count: DigestAlgorithm.xxh128.digestLength)
        bytes.withUnsafeMutableBytes { state.write(into: $0) }
        return Digest(.xxh128, bytes)
    }
}
