/// The links of a page.
enum HTMLLinks {
    /// The values of `href` of all anchors, in order, as the page means them.
    static func references(in bytes: [UInt8]) -> [String] {
        var references: [String] = []
        var rest = bytes[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[(start + 1)...]
            guard isAnchor(rest) else { continue }
            let tag = rest.prefix { $0 != UInt8(ascii: ">") }
            rest = rest[tag.endIndex...]
            if let value = reference(in: tag.dropFirst()) { references.append(HTMLText.plain(value)) }
        }
        return references
    }

    private static func isAnchor(_ rest: ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first, let second = rest.dropFirst().first else { return false }
        return first | 0x20 == UInt8(ascii: "a") && second <= 0x20
    }

    /// The value of `href` among the attributes of a tag.
    private static func reference(in attributes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = attributes
        while true {
            rest = rest.drop { $0 <= 0x20 }
            let name = rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: "=") }
            if name.isEmpty { return nil }
            rest = rest[name.endIndex...].drop { $0 <= 0x20 }
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest = rest.dropFirst().drop { $0 <= 0x20 }
            let value = takeValue(&rest)
            if name.map({ $0 | 0x20 }).elementsEqual("href".utf8) { return value }
        }
    }

    private static func takeValue(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            let value = rest.prefix { $0 > 0x20 }
            rest = rest[value.endIndex...]
            return value
        }
        let value = rest.dropFirst().prefix { $0 != quote }
        rest = rest[value.endIndex...].dropFirst()
        return value
    }
}

/// Text of a page.
enum HTMLText {
    private static let named: [String: Unicode.Scalar] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]

    /// Character references undone, as far as addresses use them: the named ones of XML, and numbers.
    static func plain(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard bytes.contains(UInt8(ascii: "&")) else { return text }
        var plain = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            let name = rest.prefix { $0 != ";" }
            if scalar == "&", name.endIndex < rest.endIndex, let meant = self.scalar(String(Substring(name))) {
                plain.append(meant)
                rest = rest[name.endIndex...].dropFirst()
            } else {
                plain.append(scalar)
            }
        }
        return String(plain)
    }

    private static func scalar(_ name: String) -> Unicode.Scalar? {
        guard name.hasPrefix("#") else { return named[name] }
        let digits = name.dropFirst()
        let isHexadecimal = digits.hasPrefix("x") || digits.hasPrefix("X")
        return UInt32(isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10)
            .flatMap(Unicode.Scalar.init)
    }
}
