internal import FerryCore

/// Takes one piece of JSON (RFC 8259) after the other from bytes; nested values are not needed and not taken.
struct JSONScanner {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    var isAtEnd: Bool { rest.allSatisfy(Self.isBlank) }

    /// Takes a punctuation mark, if it comes next.
    mutating func take(_ mark: Character) -> Bool {
        rest = rest.drop(while: Self.isBlank)
        guard rest.first == mark.asciiValue else { return false }
        rest.removeFirst()
        return true
    }

    /// Takes an object of strings, numbers and literal names; the latter two as they are written. Nil for anything else.
    mutating func object() -> [String: [UInt8]]? {
        guard take("{") else { return nil }
        var fields: [String: [UInt8]] = [:]
        if take("}") { return fields }
        repeat {
            guard take("\""), let key = string(), take(":"), let value = value() else { return nil }
            fields[String(decoding: key, as: UTF8.self)] = value
        } while take(",")
        return take("}") ? fields : nil
    }

    private mutating func value() -> [UInt8]? {
        if take("\"") { return string() }
        let word = rest.prefix { !Self.isBlank($0) && !",]}[{\"".utf8.contains($0) }
        rest = rest.dropFirst(word.count)
        return word.isEmpty ? nil : Array(word)
    }

    /// The rest of a string whose opening quote was taken.
    private mutating func string() -> [UInt8]? {
        var text: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return text
            case UInt8(ascii: "\\"):
                guard let escaped = escape() else { return nil }
                text += escaped
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> [UInt8]? {
        guard let letter = rest.popFirst() else { return nil }
        switch letter {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "u"): return character()
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), RelativePath.separator: return [letter]
        default: return nil
        }
    }

    /// `XXXX`, or a pair of surrogates.
    private mutating func character() -> [UInt8]? {
        guard let unit = unit() else { return nil }
        var units = [unit]
        if UTF16.isLeadSurrogate(unit) {
            guard rest.starts(with: "\\u".utf8) else { return nil }
            rest = rest.dropFirst(2)
            guard let second = self.unit() else { return nil }
            units.append(second)
        }
        return String(validating: units, as: UTF16.self).map { Array($0.utf8) }
    }

    private mutating func unit() -> UInt16? {
        guard rest.count >= 4, let bytes = Hexadecimal.decode(Array(rest.prefix(4))) else { return nil }
        rest = rest.dropFirst(4)
        return UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    }

    private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
