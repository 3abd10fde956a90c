internal import CXXHash

/// XXH3 of bytes that are complete in memory, for hot loops: no context, no allocation.
public enum XXH3 {
    /// The 128-bit hash as its two halves.
    public static func hash128(_ bytes: UnsafeRawPointer, count: Int) -> (low: UInt64, high: UInt64) {
        let hash = ferry_xxh3_128(bytes, count)
        return (hash.low64, hash.high64)
    }

    public static func hash64(_ bytes: UnsafeRawPointer, count: Int) -> UInt64 {
        ferry_xxh3_64(bytes, count)
    }
}

/// XXH3 of content in pieces. Digests are in the canonical big-endian form that `xxhsum` prints.
final class XXH3State: HashState {
    enum Width {
        case bits64, bits128
    }

    private let width: Width
    private let state: OpaquePointer

    init(width: Width) {
        self.width = width
        state = XXH3_createState()
        start()
    }

    deinit {
        XXH3_freeState(state)
    }

    private func start() {
        _ = width == .bits64 ? XXH3_64bits_reset(state) : XXH3_128bits_reset(state)
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        switch width {
        case .bits64: _ = ferry_xxh3_64_update(state, bytes.baseAddress, bytes.count)
        case .bits128: _ = ferry_xxh3_128_update(state, bytes.baseAddress, bytes.count)
        }
    }

    func finish(into digest: UnsafeMutableRawBufferPointer) {
        write(into: digest)
        start()
    }

    /// The digest so far; more may follow.
    func write(into digest: UnsafeMutableRawBufferPointer) {
        switch width {
        case .bits64:
            digest.storeBytes(of: XXH3_64bits_digest(state).bigEndian, as: UInt64.self)
        case .bits128:
            let hash = XXH3_128bits_digest(state)
            digest.storeBytes(of: hash.high64.bigEndian, as: UInt64.self)
            digest.storeBytes(of: hash.low64.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
    }
}
