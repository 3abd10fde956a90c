internal import FerryCore
internal import FerryDelta
internal import FuzzDriver

// Any bytes are taken as a native delta of an old file of 1000 bytes: refused with an error, or the right file was written.

let old = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

/// Refuses to write without end.
final class BoundedSink: ByteSink {
    struct Full: Error {}

    private var rest = 1 << 22

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        rest -= bytes.count
        if rest < 0 { throw Full() }
    }
}

Fuzzer.run { input in
    do {
        try NativeDelta.patch(MemoryBytes(old), with: MemoryStream(Array(input)), to: BoundedSink())
        return true
    } catch DeltaError.damaged(_, .wrongMagic) {
        return false
    } catch {
        return true
    }
}
