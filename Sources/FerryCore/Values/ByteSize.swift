/// Sizes as `--max-size`, `--min-size`, `--block-size`, `--max-alloc` and `--bwlimit` take them (rsync(1), `--max-size`).
public enum ByteSize {
    /// The unit of a number without one.
    public enum DefaultUnit: Sendable {
        case bytes, kibibytes
    }

    /// Reads a number, perhaps with a fraction, then a unit, then `+1` or `-1`.
    ///
    /// `K`, `M`, `G`, `T`, `P` and the same with `iB` are powers of 1024, with `B` powers of 1000; `B` alone is bytes.
    /// Letters may be of either case. Fractions of a byte are dropped.
    /// - Returns: bytes, not negative.
    public static func parse(
        _ text: String, defaultUnit: DefaultUnit = .bytes
    ) throws(ValueError) -> Int64 {
        var rest = text.utf8[...]
        guard let number = Number(taking: &rest) else { throw ValueError(text, "is not a size") }
        guard let factor = takeUnit(&rest, defaultUnit), let offset = takeOffset(&rest), rest.isEmpty else {
            throw ValueError(text, "is not a size: expected a number and K, M, G, T or P")
        }
        guard let size = number.times(factor, plus: offset) else { throw ValueError(text, "is too large") }
        if size < 0 { throw ValueError(text, "is less than nothing") }
        return size
    }

    private struct Number {
        private(set) var whole: UInt64 = 0
        private(set) var fraction = 0.0
        private(set) var isTooLarge = false

        init?(taking text: inout Substring.UTF8View) {
            let wholeDigits = text.prefix(while: isDigit)
            text = text.dropFirst(wholeDigits.count)
            var fractionDigits = text.prefix(0)
            if text.first == UInt8(ascii: ".") {
                fractionDigits = text.dropFirst().prefix(while: isDigit)
                text = text.dropFirst(1 + fractionDigits.count)
            }
            if wholeDigits.isEmpty && fractionDigits.isEmpty { return nil }
            if !wholeDigits.isEmpty {
                if let value = UInt64(Substring(wholeDigits)) { whole = value } else { isTooLarge = true }
            }
            fraction = fractionDigits.isEmpty ? 0 : Double("0." + Substring(fractionDigits)) ?? 0
        }

        /// nil when the result does not fit.
        func times(_ factor: UInt64, plus offset: Int64) -> Int64? {
            let (product, overflows) = whole.multipliedReportingOverflow(by: factor)
            let (size, overflowsToo) = product.addingReportingOverflow(UInt64(fraction * Double(factor)))
            if isTooLarge || overflows || overflowsToo || size > 1 << 63 { return nil }
            if size == 1 << 63 { return offset < 0 ? Int64.max : nil }
            let (sum, overflowsLast) = Int64(size).addingReportingOverflow(offset)
            return overflowsLast ? nil : sum
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func takeUnit(_ text: inout Substring.UTF8View, _ defaultUnit: DefaultUnit) -> UInt64? {
        guard let first = text.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else {
            return defaultUnit == .bytes ? 1 : 1024
        }
        guard let power = Array("bkmgtp".utf8).firstIndex(of: first | 0x20) else { return nil }
        text = text.dropFirst()
        let base: UInt64 = takeSuffix(&text, "ib") ? 1024 : takeSuffix(&text, "b") ? 1000 : 1024
        return (0..<power).reduce(1) { product, _ in product * base }
    }

    private static func takeSuffix(_ text: inout Substring.UTF8View, _ suffix: String) -> Bool {
        guard text.lazy.map({ $0 | 0x20 }).starts(with: suffix.utf8) else { return false }
        text = text.dropFirst(suffix.utf8.count)
        return true
    }

    private static func takeOffset(_ text: inout Substring.UTF8View) -> Int64? {
        for (offset, value) in [("+1", Int64(1)), ("-1", Int64(-1))] where text.elementsEqual(offset.utf8) {
            text = text.dropFirst(2)
            return value
        }
        return text.isEmpty ? 0 : nil
    }
}
