internal import FerryCore

/// Gathers lines to larger writes.
final class LineWriter {
    private static let capacity = 64 << 10

    private let sink: any ByteSink
    private(set) var pending: [UInt8] = []

    init(_ sink: any ByteSink) {
        self.sink = sink
        pending.reserveCapacity(2 * Self.capacity)
    }

    func write(_ line: [UInt8]) throws(ManifestError) {
        pending.append(contentsOf: line)
        try flushIfFull()
    }

    func write(_ line: UnsafeRawBufferPointer) throws(ManifestError) {
        pending.append(contentsOf: line)
        try flushIfFull()
    }

    private func flushIfFull() throws(ManifestError) {
        if pending.count >= Self.capacity { try flush() }
    }

    func flush() throws(ManifestError) {
        if pending.isEmpty { return }
        do {
            try pending.withUnsafeBytes { try sink.write($0) }
        } catch {
            throw .writing(error)
        }
        pending.removeAll(keepingCapacity: true)
    }
}
