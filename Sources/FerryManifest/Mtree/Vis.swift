/// The encoding of names in files of mtree: that of vis(3).
enum Vis {
    /// Everything that could mean something to any reader as `\ooo`, which all of them know.
    static func append(_ name: some Collection<UInt8>, to text: inout [UInt8]) {
        for byte in name {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
                UInt8(ascii: "/"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "@"):
                text.append(byte)
            default:
                text += [UInt8(ascii: "\\"), 0x30 + (byte >> 6), 0x30 + (byte >> 3 & 7), 0x30 + (byte & 7)]
            }
        }
    }

    /// Nil for what unvis(3) refuses.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        var name: [UInt8] = []
        var rest = Array(text)[...]
        while let byte = rest.popFirst() {
            if byte != UInt8(ascii: "\\") {
                name.append(byte)
            } else if let decoded = escape(&rest) {
                if let value = decoded { name.append(value) }
            } else {
                return nil
            }
        }
        return name
    }

    /// What an escape stands for; `.some(nil)` for one that stands for nothing.
    private static func escape(_ rest: inout ArraySlice<UInt8>) -> UInt8?? {
        guard let letter = rest.popFirst() else { return nil }
        switch letter {
        case UInt8(ascii: "\\"), UInt8(ascii: "#"), UInt8(ascii: "="), UInt8(ascii: "*"), UInt8(ascii: "?"),
            UInt8(ascii: "["):
            return letter
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "a"): return 0x07
        case UInt8(ascii: "v"): return 0x0B
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "s"): return 0x20
        case UInt8(ascii: "E"): return 0x1B
        case UInt8(ascii: "$"): return .some(nil)
        case UInt8(ascii: "^"): return rest.popFirst().map(control)
        case UInt8(ascii: "M"): return meta(&rest)
        case UInt8(ascii: "x"): return hexadecimal(&rest)
        case UInt8(ascii: "0")...UInt8(ascii: "7"): return octal(letter, &rest)
        default: return nil
        }
    }

    private static func control(_ letter: UInt8) -> UInt8 { letter == UInt8(ascii: "?") ? 0x7F : letter & 0x1F }

    /// `\M-C`: with the high bit; `\M^C`: a control character with it.
    private static func meta(_ rest: inout ArraySlice<UInt8>) -> UInt8?? {
        guard let mark = rest.popFirst(), let letter = rest.popFirst() else { return nil }
        switch mark {
        case UInt8(ascii: "-"): return letter | 0x80
        case UInt8(ascii: "^"): return control(letter) | 0x80
        default: return nil
        }
    }

    private static func hexadecimal(_ rest: inout ArraySlice<UInt8>) -> UInt8?? {
        let digits = rest.prefix(2)
        guard digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) else {
            return nil
        }
        rest = rest.dropFirst(2)
        return value
    }

    /// One to three digits.
    private static func octal(_ first: UInt8, _ rest: inout ArraySlice<UInt8>) -> UInt8?? {
        var value = UInt16(first & 7)
        for _ in 0..<2 {
            guard let digit = rest.first, digit & 0xF8 == 0x30 else { break }
            value = value << 3 | UInt16(digit & 7)
            rest.removeFirst()
        }
        return value > 0xFF ? nil : UInt8(value)
    }
}
