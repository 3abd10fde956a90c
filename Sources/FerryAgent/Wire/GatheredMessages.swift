internal import FerryCore

/// Messages on their way out, in their order, with those that are to be compressed told from the others.
struct GatheredMessages {
    private(set) var bytes: [UInt8]
    /// Stretches of `bytes`, each of whole messages.
    private var stretches: [(end: Int, isCompressed: Bool)]

    /// Compressed at a time: as much as a file's content in one piece.
    private static let mostTogether = 256 * 1024
    /// What is longer might become longer than a message may be.
    private static let longestCompressed = Frame.longest * 3 / 4

    /// - Parameter bytes: What goes out before the first message.
    init(_ bytes: [UInt8] = []) {
        self.bytes = bytes
        stretches = bytes.isEmpty ? [] : [(bytes.count, false)]
    }

    mutating func append(
        _ kind: Frame.Kind, _ call: UInt32, _ head: [UInt8], _ tail: UnsafeRawBufferPointer, isCompressed: Bool
    ) {
        let count = head.count + tail.count
        Frame.append(kind, call, contentLength: count, to: &bytes)
        bytes.append(contentsOf: head)
        bytes.append(contentsOf: tail)
        let isCompressed = isCompressed && count <= Self.longestCompressed
        if stretches.last?.isCompressed == isCompressed { stretches.removeLast() }
        stretches.append((bytes.count, isCompressed))
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        stretches.removeAll(keepingCapacity: true)
    }

    /// What goes over the wire: everything as it is, but for blocks in place of what is to be compressed.
    func packed(by compressor: any BlockCompressor) -> [UInt8] {
        var packed: [UInt8] = []
        var start = 0
        for stretch in stretches {
            if stretch.isCompressed {
                pack(start..<stretch.end, compressor, into: &packed)
            } else {
                packed.append(contentsOf: bytes[start..<stretch.end])
            }
            start = stretch.end
        }
        return packed
    }

    private func pack(_ stretch: Range<Int>, _ compressor: any BlockCompressor, into packed: inout [UInt8]) {
        var block: [UInt8] = []
        var start = stretch.lowerBound
        while start < stretch.upperBound {
            let end = endOfBlock(from: start, within: stretch)
            block.removeAll(keepingCapacity: true)
            bytes.withUnsafeBytes { compressor.append(UnsafeRawBufferPointer(rebasing: $0[start..<end]), to: &block) }
            Frame.append(.block, UInt32(end - start), contentLength: block.count, to: &packed)
            packed += block
            start = end
        }
    }

    /// As many whole messages as go together, and one at least.
    private func endOfBlock(from start: Int, within stretch: Range<Int>) -> Int {
        var end = start
        while end < stretch.upperBound {
            let next = end + Frame.length(at: end, of: bytes)
            if end > start, next - start > Self.mostTogether { break }
            end = next
        }
        return end
    }
}
