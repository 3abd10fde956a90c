/// The encodings of tag files that are read.
public enum TagEncoding: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    /// In the order that the byte order mark says, else big-endian (RFC 2781).
    case utf16 = "UTF-16"
    case utf16BE = "UTF-16BE"
    case utf16LE = "UTF-16LE"
    case ascii = "US-ASCII"
    case latin1 = "ISO-8859-1"
    case windows1252 = "windows-1252"

    /// Takes the names of the IANA registry that are in use, in any case.
    public init?(name: some StringProtocol) {
        let word = name.lowercased().filter { $0 != "-" && $0 != "_" }
        switch word {
        case "utf8": self = .utf8
        case "utf16": self = .utf16
        case "utf16be": self = .utf16BE
        case "utf16le": self = .utf16LE
        case "usascii", "ascii": self = .ascii
        case "iso88591", "latin1": self = .latin1
        case "windows1252", "cp1252": self = .windows1252
        default: return nil
        }
    }

    /// What a byte of an encoding with one byte a character means; nil where it means nothing.
    func scalar(of byte: UInt8) -> Unicode.Scalar? {
        switch self {
        case .ascii: byte < 0x80 ? Unicode.Scalar(byte) : nil
        case .windows1252 where (0x80..<0xA0).contains(byte): Self.windows1252C1[Int(byte) - 0x80]
        default: Unicode.Scalar(byte)
        }
    }

    /// 0x80 to 0x9F; five are not used.
    private static let windows1252C1: [Unicode.Scalar?] = [
        "\u{20AC}", nil, "\u{201A}", "\u{0192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
        "\u{02C6}", "\u{2030}", "\u{0160}", "\u{2039}", "\u{0152}", nil, "\u{017D}", nil,
        nil, "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
        "\u{02DC}", "\u{2122}", "\u{0161}", "\u{203A}", "\u{0153}", nil, "\u{017E}", "\u{0178}",
    ]
}
