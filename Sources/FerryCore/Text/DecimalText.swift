/// Numbers as decimal digits, without a String between.
public enum DecimalText {
    public static func append(_ value: Int64, to text: inout [UInt8]) {
        if value < 0 { text.append(UInt8(ascii: "-")) }
        append(value.magnitude, digits: 1, to: &text)
    }

    /// At least `digits` digits.
    public static func append(_ value: UInt64, digits: Int, to text: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { buffer in
            var start = 20
            var rest = value
            while rest > 0 || 20 - start < digits {
                start -= 1
                buffer[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            text.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start...]))
        }
    }
}
