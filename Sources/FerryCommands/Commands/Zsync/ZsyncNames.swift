internal import FerryCore
internal import Glibc

/// Names and times in the headers of control files.
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
    /// directory, and not hidden. Else the control file's own, without its ending.
    static func output(suggested: String?, control: [UInt8]) -> [UInt8]? {
        if let name = suggested.map({ Array($0.utf8) }), isHarmless(name) { return name }
        guard control.count > suffix.count, control.suffix(suffix.count).elementsEqual(suffix) else { return nil }
        let name = Array(control.dropLast(suffix.count))
        return isHarmless(name) ? name : nil
    }

    private static func isHarmless(_ name: [UInt8]) -> Bool {
        !name.isEmpty && name.first != UInt8(ascii: ".") && !name.contains { $0 < 0x20 || $0 == RelativePath.separator }
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Mon, 02 Jan 2006 15:04:05 +0000`
    static func text(of time: Timestamp) -> String {
        var seconds = time_t(time.seconds)
        var fields = tm()
        gmtime_r(&seconds, &fields)
        var text = [CChar](repeating: 0, count: 64)
        let count = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S +0000", &fields)
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The same read; nil for what is no such time.
    static func time(of text: String) -> Timestamp? {
        let words = text.split(separator: " ")
        guard words.count == 6, let month = months.firstIndex(of: String(words[2])), words[5].count == 5 else {
            return nil
        }
        let numbers = (words[4].split(separator: ":") + [words[1], words[3], words[5]]).compactMap { Int32($0) }
        guard numbers.count == 6 else { return nil }
        var fields = tm()
        (fields.tm_hour, fields.tm_min, fields.tm_sec) = (numbers[0], numbers[1], numbers[2])
        (fields.tm_mday, fields.tm_mon, fields.tm_year) = (numbers[3], Int32(month), numbers[4] &- 1900)
        let offset = Int64(numbers[5] / 100 * 3600 + numbers[5] % 100 * 60)
        return Timestamp(seconds: Int64(timegm(&fields)) - offset)
    }
}
