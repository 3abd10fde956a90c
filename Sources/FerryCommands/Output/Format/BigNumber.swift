internal import Glibc

/// Numbers as rsync prints them (rsync(1), `--human-readable`).
public enum BigNumber {
    /// How numbers are shown: `--no-h`, the default, `-h`, `-hh`.
    public enum Style: Int, Sendable, Hashable {
        case plain, grouped, thousands, binary

        /// - Parameter times: How often `-h` was given; nil for `--no-h`.
        public init(humanReadable times: Int?) {
            guard let times else {
                self = .plain
                return
            }
            self = times == 0 ? .grouped : times == 1 ? .thousands : .binary
        }

        /// One apostrophe more in a format.
        func raised(by steps: Int) -> Style { Style(rawValue: min(rawValue + steps, Style.binary.rawValue))! }
    }

    public static func format(_ number: Int64, _ style: Style) -> String {
        switch style {
        case .plain: String(number)
        case .grouped: grouped(String(number))
        case .thousands: scaled(number, by: 1000) ?? grouped(String(number))
        case .binary: scaled(number, by: 1024) ?? grouped(String(number))
        }
    }

    /// A rate or a quotient, with two digits after the point.
    public static func format(_ number: Double, _ style: Style) -> String {
        if style.rawValue > Style.grouped.rawValue,
            let scaled = scaled(Int64(number), by: style == .binary ? 1024 : 1000)
        {
            return scaled
        }
        let text = fixed(number, digits: 2)
        return style == .plain ? text : grouped(text)
    }

    /// A number with so many digits after the point.
    public static func fixed(_ number: Double, digits: Int) -> String {
        withVaList([Int32(digits), number]) { arguments in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
                vsnprintf(buffer.baseAddress!, buffer.count, "%.*f", arguments)
                return String(cString: buffer.baseAddress!)
            }
        }
    }

    /// Commas between groups of three digits before the point.
    private static func grouped(_ text: String) -> String {
        let digits = text.utf8.prefix { $0 != UInt8(ascii: ".") }
        let sign = digits.first == UInt8(ascii: "-") ? 1 : 0
        var result: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            if index > sign, (digits.count - index).isMultiple(of: 3) { result.append(UInt8(ascii: ",")) }
            result.append(digit)
        }
        return String(decoding: result + text.utf8.dropFirst(digits.count), as: UTF8.self)
    }

    /// `1.50K`; nil for numbers that need no unit.
    private static func scaled(_ number: Int64, by factor: Double) -> String? {
        var value = Double(number)
        if abs(value) < factor { return nil }
        var unit = ""
        for next in ["K", "M", "G", "T", "P"] {
            value /= factor
            unit = next
            if abs(value) < factor { break }
        }
        return fixed(value, digits: 2) + unit
    }
}
