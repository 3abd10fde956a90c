internal import FerryCore

/// Names in the headers of control files.
enum ZsyncNames {
    static let suffix = Array(".zsync".utf8)

    /// A file name as a header can hold it; nil where it cannot.
    static func header(_ name: [UInt8]) -> String? {
        guard !name.contains(where: { $0 < 0x20 }), name.first != UInt8(ascii: " ") else { return nil }
        return String(validating: name, as: UTF8.self)
    }

    /// The URL of a file beside the control file. What is not unreserved is escaped (RFC 3986, section 2.3), so that no
    /// name can be taken for another kind of URL.
    static func relativeURL(_ name: [UInt8]) -> String {
        name.map { byte in
            let character = Character(UnicodeScalar(byte))
            let isUnreserved =
                character.isASCII && (character.isLetter || character.isNumber || "-._~".contains(character))
            return isUnreserved ? String(character) : "%" + Hexadecimal.encode([byte]).uppercased()
        }.joined()
    }

    /// The name that a control file suggests for its file, if it is one that may be taken from a stranger: in the present
    /// directory, not hidden, and no option to a program that it is given to. Else the control file's own, without its ending.
    static func output(suggested: String?, control: [UInt8]) -> [UInt8]? {
        if let name = suggested.map({ Array($0.utf8) }), isHarmless(name) { return name }
        guard control.count > suffix.count, control.suffix(suffix.count).elementsEqual(suffix) else { return nil }
        let name = Array(control.dropLast(suffix.count))
        return isHarmless(name) ? name : nil
    }

    private static func isHarmless(_ name: [UInt8]) -> Bool {
        guard let first = name.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-") else { return false }
        return !name.contains { $0 < 0x20 || $0 == RelativePath.separator }
    }
}
