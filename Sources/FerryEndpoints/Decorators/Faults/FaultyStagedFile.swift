internal import FerryCore

/// Writes with faults. Splices nothing: all bytes are to pass where they can go wrong.
final class FaultyStagedFile: DecoratedStagedFile {
    private let endpoint: FaultyEndpoint

    init(_ base: any StagedFile, for path: RelativePath, by endpoint: FaultyEndpoint) {
        self.endpoint = endpoint
        super.init(base, for: path, by: endpoint)
    }

    override func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        let effects = endpoint.plan.effects(on: .write, path)
        try endpoint.suffering(effects, .write, path) { () throws(EndpointError) in
            for case .cutWrite(let count) in effects where count < bytes.count {
                try writePart(bytes.prefix(count), at: offset)
                throw endpoint.failure(.unreachable, .write, path)
            }
            let granted = endpoint.plan.takeSpace(bytes.count)
            if granted < bytes.count {
                try writePart(bytes.prefix(granted), at: offset)
                throw endpoint.failure(.noSpace, .write, path)
            }
            try writeFlipped(bytes, at: offset, effects)
        }
    }

    override func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        let effects = endpoint.plan.effects(on: .copy, path)
        var start = range.offset
        for case .copyElsewhere(let distance) in effects { start = max(0, start - distance) }
        try endpoint.suffering(effects, .copy, path) { () throws(EndpointError) in
            try base.copy(ByteRange(offset: start, length: range.length), of: entry, at: offset)
        }
    }

    override func splice(from reader: any ByteReader, length: Int64, at offset: Int64) throws(EndpointError) -> Int64 {
        _ = endpoint.plan.effects(on: .splice, path)
        return 0
    }

    /// Goes nowhere ahead of where a commit can go wrong.
    override func advance(toCommit metadata: Metadata, length: Int64) {}

    override func readBack() throws(EndpointError) -> (any ByteReader)? {
        let reader = try endpoint.around(.readBack, path) { () throws(EndpointError) in try base.readBack() }
        return reader.map { FaultyReader($0, of: path, by: endpoint) }
    }

    override func discard() {
        _ = endpoint.plan.effects(on: .discard, path)
        super.discard()
    }

    private func writePart(_ part: Slice<UnsafeRawBufferPointer>, at offset: Int64) throws(EndpointError) {
        if !part.isEmpty { try base.write(UnsafeRawBufferPointer(rebasing: part), at: offset) }
    }

    private func writeFlipped(
        _ bytes: UnsafeRawBufferPointer, at offset: Int64, _ effects: [Fault.Effect]
    ) throws(EndpointError) {
        let flips = effects.compactMap { if case .flipBit(let index) = $0, index < bytes.count { index } else { nil } }
        if flips.isEmpty { return try base.write(bytes, at: offset) }
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { copy.deallocate() }
        copy.copyMemory(from: bytes)
        for index in flips { copy[index] ^= 1 }
        try base.write(UnsafeRawBufferPointer(copy), at: offset)
    }
}
