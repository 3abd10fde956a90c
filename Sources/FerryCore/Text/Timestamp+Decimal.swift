extension Timestamp {
    /// Seconds since 1970, a point, and nine digits of nanoseconds. A double could not hold it.
    package var decimal: String {
        let digits = String(nanoseconds)
        return "\(seconds)." + String(repeating: "0", count: 9 - digits.count) + digits
    }

    /// Reads seconds with or without a point and one to nine digits of the fraction; nil for anything else.
    package init?(decimal text: some Collection<UInt8>) {
        var rest = text[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest = rest.dropFirst() }
        let whole = rest.prefix { $0 != UInt8(ascii: ".") }
        rest = rest[whole.endIndex...]
        guard let seconds = Self.number(whole, longest: 18) else { return nil }
        var nanoseconds: Int64 = 0
        if !rest.isEmpty {
            let fraction = rest.dropFirst()
            guard var value = Self.number(fraction, longest: 9) else { return nil }
            for _ in fraction.count..<9 { value *= 10 }
            nanoseconds = value
        }
        self.init(seconds: isNegative ? -seconds : seconds, nanoseconds: Int32(nanoseconds))
    }

    private static func number(_ digits: some Collection<UInt8>, longest: Int) -> Int64? {
        guard !digits.isEmpty, digits.count <= longest else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
