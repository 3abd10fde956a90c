extension Timestamp {
    /// Seconds since 1970, a point, and nine digits of nanoseconds. A double could not hold it.
    public var decimal: String {
        let digits = String(nanoseconds)
        return "\(seconds)." + String(repeating: "0", count: 9 - digits.count) + digits
    }

    /// Reads seconds with or without a point and one to nine digits of the fraction; nil for anything else.
    public init?(decimal text: UnsafeRawBufferPointer) {
        let isNegative = text.first == UInt8(ascii: "-")
        let start = isNegative ? 1 : 0
        let point = text[start...].firstIndex(of: UInt8(ascii: ".")) ?? text.count
        guard let seconds = Self.number(text[start..<point], longest: 18) else { return nil }
        var nanoseconds: Int64 = 0
        if point < text.count {
            let fraction = text[(point + 1)...]
            guard var value = Self.number(fraction, longest: 9) else { return nil }
            for _ in fraction.count..<9 { value *= 10 }
            nanoseconds = value
        }
        self.init(seconds: isNegative ? -seconds : seconds, nanoseconds: Int32(nanoseconds))
    }

    private static func number(_ digits: UnsafeRawBufferPointer.SubSequence, longest: Int) -> Int64? {
        guard !digits.isEmpty, digits.count <= longest else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
