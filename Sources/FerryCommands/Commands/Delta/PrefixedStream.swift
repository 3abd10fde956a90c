internal import FerryCore
internal import FerryDelta

/// A stream whose first bytes can be looked at before it is read.
final class PrefixedStream: SequentialBytes {
    private static let prefixLength = 8

    private let stream: any SequentialBytes
    private let prefix: [UInt8]
    private var taken = 0

    init(_ stream: any SequentialBytes) throws {
        self.stream = stream
        var prefix = [UInt8](repeating: 0, count: Self.prefixLength)
        var count = 0
        while count < prefix.count {
            let more = try prefix.withUnsafeMutableBytes { try stream.read(into: .init(rebasing: $0[count...])) }
            if more == 0 { break }
            count += more
        }
        self.prefix = Array(prefix[..<count])
    }

    func hasPrefix(_ bytes: [UInt8]) -> Bool { prefix.starts(with: bytes) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if taken == prefix.count { return try stream.read(into: buffer) }
        let count = min(buffer.count, prefix.count - taken)
        buffer.copyBytes(from: prefix[taken..<taken + count])
        taken += count
        return count
    }
}
