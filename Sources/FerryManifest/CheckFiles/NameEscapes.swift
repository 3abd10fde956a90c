/// How coreutils write a name that would break its line: `\n`, `\r` and `\\`, with a backslash before the whole line.
enum NameEscapes {
    static func areNeeded(by name: some Collection<UInt8>) -> Bool {
        name.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\\") }
    }

    static func append(_ name: some Collection<UInt8>, to line: inout [UInt8]) {
        for byte in name {
            switch byte {
            case UInt8(ascii: "\n"): line += "\\n".utf8
            case UInt8(ascii: "\r"): line += "\\r".utf8
            case UInt8(ascii: "\\"): line += "\\\\".utf8
            default: line.append(byte)
            }
        }
    }

    /// Nil for an escape that there is not.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        var name: [UInt8] = []
        var isEscaped = false
        for byte in text {
            if isEscaped {
                switch byte {
                case UInt8(ascii: "n"): name.append(UInt8(ascii: "\n"))
                case UInt8(ascii: "r"): name.append(UInt8(ascii: "\r"))
                case UInt8(ascii: "\\"): name.append(byte)
                default: return nil
                }
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                name.append(byte)
            }
        }
        return isEscaped ? nil : name
    }
}
