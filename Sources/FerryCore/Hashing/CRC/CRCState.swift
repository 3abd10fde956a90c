/// A CRC of content in pieces. Digests are big-endian: as numbers are written.
final class CRCState: HashState {
    private let parameters: CRCParameters
    private var state: UInt64

    init(_ parameters: CRCParameters) {
        self.parameters = parameters
        state = parameters.mask
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        state = parameters.update(state, bytes)
    }

    func finish(into digest: UnsafeMutableRawBufferPointer) {
        let value = state ^ parameters.mask
        state = parameters.mask
        if parameters.width == 64 {
            digest.storeBytes(of: value.bigEndian, as: UInt64.self)
        } else {
            digest.storeBytes(of: UInt32(value).bigEndian, as: UInt32.self)
        }
    }
}
