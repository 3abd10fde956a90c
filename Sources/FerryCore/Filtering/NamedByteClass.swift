/// A POSIX character class such as `[:alpha:]`, for ASCII: bytes above 0x7F belong to none.
enum NamedByteClass: String {
    case alnum, alpha, blank, cntrl, digit, graph, lower, print, punct, space, upper, xdigit

    func contains(_ byte: UInt8) -> Bool {
        switch self {
        case .alnum: Self.alpha.contains(byte) || Self.digit.contains(byte)
        case .alpha: Self.lower.contains(byte) || Self.upper.contains(byte)
        case .blank: byte == 0x20 || byte == 0x09
        case .cntrl: byte < 0x20 || byte == 0x7F
        case .digit: (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        case .graph: (0x21...0x7E).contains(byte)
        case .lower: (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        case .print: (0x20...0x7E).contains(byte)
        case .punct: Self.graph.contains(byte) && !Self.alnum.contains(byte)
        case .space: byte.isWhitespace
        case .upper: (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        case .xdigit: Self.digit.contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
        }
    }

    /// `[:name:]` inside a bracket expression.
    struct Reference {
        /// nil when there is no such class.
        let byteClass: NamedByteClass?
        /// The index after the closing bracket.
        let end: Int

        /// nil when `[` at `open` does not start a class name and so stands for itself.
        init?(_ pattern: UnsafeBufferPointer<UInt8>, at open: Int) {
            guard open + 1 < pattern.count, pattern[open + 1] == UInt8(ascii: ":") else { return nil }
            let start = open + 2
            guard let close = pattern[start...].firstIndex(of: UInt8(ascii: "]")) else {
                // The expression has no end either.
                byteClass = nil
                end = pattern.count
                return
            }
            guard close > start, pattern[close - 1] == UInt8(ascii: ":") else { return nil }
            byteClass = NamedByteClass(rawValue: String(decoding: pattern[start..<close - 1], as: UTF8.self))
            end = close + 1
        }
    }
}
