import FerryCore

@testable import FerryAgent

/// What a hostile client may send for a block.
enum Block: Sendable {
    case tooEarly, damaged, empty, nested, halfAMessage, twice

    var bytes: [UInt8] {
        let compressor = CompressionAlgorithm.zstd.compressor(level: 3)
        let ping = Self.message(.call, 2, Call.ping.encoded)
        switch self {
        case .tooEarly: return Self.block(of: ping, by: compressor)
        case .damaged: return Self.begin + Self.message(.block, 14, Array(repeating: 0xFF, count: 20))
        case .empty: return Self.begin + Self.message(.block, 0, [])
        case .nested: return Self.begin + Self.block(of: Self.message(.block, 9, [1, 2, 3]), by: compressor)
        case .halfAMessage: return Self.begin + Self.block(of: ping.dropLast(), by: compressor)
        case .twice: return Self.begin + Self.begin
        }
    }

    private static let begin = message(.call, 1, Call.compress(StreamCompression(.zstd)).encoded)

    private static func message(_ kind: Frame.Kind, _ number: UInt32, _ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        Frame.append(kind, number, contentLength: content.count, to: &bytes)
        return bytes + content
    }

    private static func block(of messages: [UInt8], by compressor: any BlockCompressor) -> [UInt8] {
        var block: [UInt8] = []
        messages.withUnsafeBytes { compressor.append($0, to: &block) }
        return message(.block, UInt32(messages.count), block)
    }
}
