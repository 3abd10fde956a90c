/// Text as a document can hold it.
enum XMLText {
    /// Nil where XML 1.0 cannot hold it: control characters, and bytes that are not UTF-8.
    static func escaping(_ bytes: [UInt8]) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: return nil
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A document in which references to control characters, such as `&#x1;`, have become question marks.
    static func withoutControlCharacters(_ document: [UInt8]) -> [UInt8] {
        if !hasNumericReference(document) { return document }
        var rest = document[...]
        var cleaned: [UInt8] = []
        while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
            cleaned += rest[..<start]
            rest = rest[start...]
            guard let end = rest.prefix(8).firstIndex(of: UInt8(ascii: ";")), isControl(rest[start..<end]) else {
                cleaned.append(rest.removeFirst())
                continue
            }
            cleaned.append(UInt8(ascii: "?"))
            rest = rest[(end + 1)...]
        }
        return cleaned.isEmpty ? document : cleaned + rest
    }

    /// Few have any, and those are copied.
    private static func hasNumericReference(_ document: [UInt8]) -> Bool {
        var rest = document[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
            rest = rest[(start + 1)...]
            if rest.first == UInt8(ascii: "#") { return true }
        }
        return false
    }

    /// `&#1` or `&#x1`
    private static func isControl(_ reference: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: reference, as: UTF8.self)
        guard text.hasPrefix("&#") else { return false }
        let isHexadecimal = text.hasPrefix("&#x")
        let number = Int(text.dropFirst(isHexadecimal ? 3 : 2), radix: isHexadecimal ? 16 : 10)
        return number.map { $0 < 0x20 && ![9, 10, 13].contains($0) } ?? false
    }
}
