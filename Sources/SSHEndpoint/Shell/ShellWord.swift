/// A word of a POSIX shell's script that stands for exactly these bytes, whatever they are: within single quotes only the
/// quote itself means something (POSIX.1-2017, Shell Command Language, 2.2.2).
enum ShellWord {
    private static let quote = UInt8(ascii: "'")

    static func quoting(_ bytes: [UInt8]) -> [UInt8] {
        var word = [quote]
        for byte in bytes {
            if byte == quote { word += Array("'\\'".utf8) }
            word.append(byte)
        }
        return word + [quote]
    }
}
