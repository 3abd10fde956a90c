internal import FerryCore

/// Reads with faults. Hands out no descriptor: what the kernel copies by itself could not go wrong.
final class FaultyReader: ByteReader {
    private let base: any ByteReader
    private let path: RelativePath
    private let endpoint: FaultyEndpoint
    private var hasEnded = false

    init(_ base: any ByteReader, of path: RelativePath, by endpoint: FaultyEndpoint) {
        self.base = base
        self.path = path
        self.endpoint = endpoint
    }

    func advance() { base.advance() }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        let effects = endpoint.plan.effects(on: .read, path)
        var buffer = buffer
        for effect in effects {
            if case .shortRead(let most) = effect {
                buffer = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(most))
            }
            if case .truncate = effect { hasEnded = true }
        }
        if hasEnded { return 0 }
        let count = try endpoint.suffering(effects, .read, path) { () throws(EndpointError) in
            try base.read(into: buffer)
        }
        for case .flipBit(let index) in effects where index < count { buffer[index] ^= 1 }
        return count
    }

    func opened() throws(EndpointError) -> Entry? {
        try endpoint.around(.read, path) { () throws(EndpointError) in try base.opened() }
    }

    func verifyUnchanged() throws(EndpointError) {
        try endpoint.around(.verifyUnchanged, path) { () throws(EndpointError) in try base.verifyUnchanged() }
    }
}
