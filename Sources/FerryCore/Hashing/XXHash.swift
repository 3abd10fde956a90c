internal import CXXHash

/// XXH64 of content in pieces. Digests are in the canonical big-endian form that `xxhsum` prints.
final class XXH64State: HashState {
    private let state: OpaquePointer

    init() {
        state = XXH64_createState()
        XXH64_reset(state, 0)
    }

    deinit { XXH64_freeState(state) }

    func update(_ bytes: UnsafeRawBufferPointer) { XXH64_update(state, bytes.baseAddress, bytes.count) }

    func finish(into digest: UnsafeMutableRawBufferPointer) {
        digest.storeBytes(of: XXH64_digest(state).bigEndian, as: UInt64.self)
        XXH64_reset(state, 0)
    }
}

/// XXH32 of content in pieces, as `XXH64State`.
final class XXH32State: HashState {
    private let state: OpaquePointer

    init() {
        state = XXH32_createState()
        XXH32_reset(state, 0)
    }

    deinit { XXH32_freeState(state) }

    func update(_ bytes: UnsafeRawBufferPointer) { XXH32_update(state, bytes.baseAddress, bytes.count) }

    func finish(into digest: UnsafeMutableRawBufferPointer) {
        digest.storeBytes(of: XXH32_digest(state).bigEndian, as: UInt32.self)
        XXH32_reset(state, 0)
    }
}
