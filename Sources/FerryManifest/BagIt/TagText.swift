public import FerryCore

/// A tag file as UTF-8 with lines that end in LF, whatever it is written in: RFC 8493 lets lines end in LF, CR or both.
public final class TagText: SequentialBytes {
    private let source: any SequentialBytes
    private var encoding: TagEncoding
    private let dropsMark: Bool
    private var raw: [UInt8] = []
    private var text: [UInt8] = []
    private var position = 0
    private var hasBegun = false
    private var hasEnded = false
    /// An LF that comes next belongs to the CR before it.
    private var hasEndedLine = false

    /// - Parameter dropsMark: Whether a byte order mark at the start is left out.
    public init(_ source: any SequentialBytes, _ encoding: TagEncoding, dropsMark: Bool = true) {
        self.source = source
        self.encoding = encoding
        self.dropsMark = dropsMark
    }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while position == text.count {
            if hasEnded { return 0 }
            try refill()
        }
        let piece = text[position...].prefix(buffer.count)
        buffer.copyBytes(from: piece)
        position += piece.count
        return piece.count
    }

    private func refill() throws {
        var chunk = [UInt8](repeating: 0, count: 32 << 10)
        let count = try chunk.withUnsafeMutableBytes { try source.read(into: $0) }
        raw += chunk[..<count]
        hasEnded = count == 0
        (text, position) = ([], 0)
        if !hasBegun {
            // As long as the longest mark.
            if raw.count < 3 && !hasEnded { return }
            begin()
        }
        try convert()
        endLines()
    }

    private func endLines() {
        let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        guard !text.isEmpty, hasEndedLine || text.contains(carriageReturn) else { return }
        var lines: [UInt8] = []
        lines.reserveCapacity(text.count)
        for byte in text {
            if byte != lineFeed || !hasEndedLine { lines.append(byte == carriageReturn ? lineFeed : byte) }
            hasEndedLine = byte == carriageReturn
        }
        text = lines
    }

    private func begin() {
        hasBegun = true
        let isReversed = raw.starts(with: [0xFF, 0xFE])
        switch encoding {
        case .utf8 where dropsMark && raw.starts(with: [0xEF, 0xBB, 0xBF]): raw.removeFirst(3)
        case .utf16:
            if isReversed || raw.starts(with: [0xFE, 0xFF]) { raw.removeFirst(2) }
            encoding = isReversed ? .utf16LE : .utf16BE
        default: break
        }
    }

    private func convert() throws {
        switch encoding {
        case .utf8: swap(&text, &raw)
        case .utf16, .utf16BE, .utf16LE: try convertUTF16()
        case .ascii, .latin1, .windows1252:
            for byte in raw {
                guard let scalar = encoding.scalar(of: byte) else { throw TagTextError(encoding: encoding) }
                text += UTF8.encode(scalar)!
            }
            raw.removeAll(keepingCapacity: true)
        }
    }

    private func convertUTF16() throws {
        var units: [UInt16] = []
        for index in stride(from: 0, to: raw.count - 1, by: 2) {
            let (first, second) = (UInt16(raw[index]), UInt16(raw[index + 1]))
            units.append(encoding == .utf16LE ? second << 8 | first : first << 8 | second)
        }
        // The second half of a pair may come with the next bytes.
        if !hasEnded, let last = units.last, UTF16.isLeadSurrogate(last) { units.removeLast() }
        raw.removeFirst(2 * units.count)
        guard let decoded = String(validating: units, as: UTF16.self), !hasEnded || raw.isEmpty else {
            throw TagTextError(encoding: encoding)
        }
        text = Array(decoded.utf8)
    }
}

/// Bytes that are no text in the encoding that the bag declares.
public struct TagTextError: Error, CustomStringConvertible {
    public let encoding: TagEncoding

    public var description: String { "there are bytes that are no \(encoding.rawValue)" }
}
